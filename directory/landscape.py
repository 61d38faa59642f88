"""The drawing of the land, cut into its four countries."""

from directory.enums import Country

# View boxes of site/static/img/landscape.svg.
VIEWS = {
    Country.CEVENNES: "130,0,330,150",
    Country.GARRIGUES: "40,196,330,150",
    Country.COSTIERES: "660,215,320,145",
    Country.CAMARGUE: "1130,210,310,145",
}

// On a slow network one writes before the scripts have come.

// Controls that a person changed already: no more as the server showed them. The one where they are
// writing will tell of itself.
export function changedEarly(form) {
  return [...form.elements].filter((control) => control.name && isChanged(control));
}

function isChanged(control) {
  switch (control.type) {
    case "file":
    case "hidden":
      return false;
    case "checkbox":
      return control.checked !== control.defaultChecked;
    case "radio":
      return control.checked && !control.defaultChecked;
    case "select-one": {
      const shown = control.querySelector("option[selected]") ?? control.options[0];
      return shown?.selected === false;
    }
    default:
      if (control === document.activeElement || !("defaultValue" in control)) return false;
      return control.value !== control.defaultValue;
  }
}

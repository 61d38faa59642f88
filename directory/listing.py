"""Write the flat rows that the public search reads."""


def on_change(sender, instance, **kwargs):
    pass


def on_tree_change(sender, instance, **kwargs):
    pass

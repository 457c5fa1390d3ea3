"""How dates are written on this site where Django's own form is not the house's."""

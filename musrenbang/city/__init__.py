"""A city from the sites of its kecamatan, a province from those of its cities: read, added up."""

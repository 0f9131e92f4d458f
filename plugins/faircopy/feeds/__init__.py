"""Files of the site that are not pages: feeds, the site map, robots.txt."""

from publishcases import GuardCase, plugin

XMP = 'b\'exif:GPSLatitude="41,17.19S" exif:GPSLongitude="174,46.57E"\''
CASES = [
    GuardCase(
        "PB314",
        plugin(f"(output / 'house.jpg').write_bytes({XMP})"),
        lambda files, _: b"41,17.19S" in files["house.jpg"],
    ),
]

from publishcases import GuardCase, has, post

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----"
CASES = [
    GuardCase("PB308", post("key", body=f"    {KEY}\n"), has("2020/02/key/index.html", KEY.encode())),
    GuardCase(
        "PB309", post("home", body="It is in /home/margaret/notes now."), has("2020/02/home/index.html", b"margaret")
    ),
]

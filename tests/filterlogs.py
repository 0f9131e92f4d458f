"""Logs of a web server that readers try on the filter of a post."""

POST = "2017/09/fail2ban/"
SCAN = '{} - - [01/Sep/2017:00:{:02}:{:02} +1200] "HEAD http://198.51.100.7/x HTTP/1.1" 301 238 "-" "{}"\n'
READ = '{} - - [01/Sep/2017:00:{:02}:{:02} +1200] "GET /a HTTP/1.1" 200 99 "-" "{}"\n'
HOSTILE = "<img src=x onerror=alert(1)>\u202egpj.exe"
# A scanner, a friend of whom three lines match and five do not, one who comes near, and what is no line of a log.
LOG = "".join(
    [
        *(SCAN.format("203.0.113.24", 51, second, HOSTILE) for second in range(6)),
        *(READ.format("192.0.2.9", 52, second, "Firefox") for second in range(5)),
        *(SCAN.format("192.0.2.9", 53, second, "Firefox") for second in range(3)),
        *(SCAN.format("2001:db8::7", 54, second, "curl") for second in range(2)),
        "\0\u2066<b>no line</b>\n",
    ]
)

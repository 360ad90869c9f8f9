"""Requests to a management address off loopback, as strangers send them, by sockets of another host."""
import json
import secrets

from deployment import REPAIR_HEAD, set_environment

PORT = 9464
# Runs on another host: each case sends its bytes and tells what came back, and after how many seconds it was cut off.
STRANGER = r"""
import json, socket, ssl, sys, time
address, port, token = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def connect(tls=True):
    plain = socket.create_connection((address, port), timeout=20)
    if not tls:
        return plain
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(plain)

def ask(request, tls=True, byte_by_byte=False):
    began, answer = time.monotonic(), b""
    try:
        with connect(tls) as stream:
            if byte_by_byte:
                for byte in request:
                    stream.send(bytes([byte]))
                    time.sleep(0.5)
            else:
                stream.sendall(request)
            while part := stream.recv(4096):
                answer += part
                if b"\r\n\r\n" in answer and b"Connection: close" not in answer and b"connection: close" not in answer:
                    break
    except OSError as e:
        if not answer:
            answer = ("cut off: %s" % type(e).__name__).encode()
    return answer.split(b"\r\n")[0].decode(errors="replace")[:80], round(time.monotonic() - began, 1)

bearer = b"Authorization: Bearer " + token.encode() + b"\r\n"
get = b"GET /metrics HTTP/1.1\r\nHost: x\r\n"
said = {
    "authenticated": ask(get + bearer + b"\r\n"),
    "without token": ask(get + b"\r\n"),
    "wrong token": ask(get + b"Authorization: Bearer " + b"0" * 64 + b"\r\n\r\n"),
    "long line": ask(b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n"),
    "long headers": ask(get + b"X: " + b"a" * 100000 + b"\r\n\r\n"),
    "body": ask(b"POST /metrics HTTP/1.1\r\nHost: x\r\n" + bearer + b"Content-Length: 1000000000\r\n\r\n"),
    "malformed": ask(b"\x00\xff\xfe no HTTP \r\n\r\n"),
    "without TLS": ask(get + bearer + b"\r\n", tls=False),
    "slow": ask(get + bearer + b"\r\n", byte_by_byte=True),
    "silent": ask(b""),
}
crowd = [connect(tls=False) for _ in range(40)]
said["in a crowd"] = ask(get + bearer + b"\r\n")
print(json.dumps(said))
"""
REFUSALS = {
    "without token": "401", "wrong token": "401", "long line": "414", "long headers": "431", "body": "413", "malformed": "400",
}


def serve_off_loopback(host):
    """As docs/operations.md says: a certificate for TLS servers and a token."""
    etc = host.path("/etc/track/repair-head")
    token = secrets.token_hex(32)
    (etc / "m.token").write_text(token + "\n")
    host.inside("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
        "/etc/track/repair-head/m.key", "-out", "/etc/track/repair-head/m.pem", "-days", "365", "-subj", "/CN=" + host.name, "-addext",
        "subjectAltName=IP:" + host.address)
    host.inside("sh", "-c", "cd /etc/track/repair-head && chmod 0600 m.* && chown track-repair-head: m.*")
    file = host.path("/etc/track/repair-head.env")
    environment = file.read_text()
    options = next(line for line in environment.splitlines() if line.startswith("TRACK_OPTIONS=")).partition("=")[2]
    here = "/etc/track/repair-head/m."
    set_environment(host, "repair-head", TRACK_OPTIONS=options + " -Dmanagement.address=%s:%d -Dmanagement.token-file=%stoken"
        " -Dmanagement.certificate=%spem -Dmanagement.private-key=%skey" % (host.address, PORT, here, here, here))
    host.stop(REPAIR_HEAD)
    host.start(REPAIR_HEAD)
    return token, lambda: file.write_text(environment)


def check_strangers(host, stranger, report):
    """Who is not authenticated, too long, malformed or slow is refused; who has the token is served meanwhile; the node serves on."""
    token, restore = serve_off_loopback(host)
    pid = host.main_pid(REPAIR_HEAD)
    done = stranger.inside("/usr/bin/python3", "-c", STRANGER, host.address, str(PORT), token)
    said = json.loads(done.stdout)
    for case in ("authenticated", "in a crowd"):
        report.check(" 200 " in said[case][0], "management: who has the token is answered, %s" % case, said[case])
    for case, status in REFUSALS.items():
        # Who still sends when it is cut off may lose the answer that came before.
        cut_off = case.startswith("long") and "cut off" in said[case][0]
        report.check(" %s " % status in said[case][0] or cut_off, "management: %s is refused with %s" % (case, status), said[case])
    report.check("HTTP" not in said["without TLS"][0], "management: nothing is answered without TLS", said["without TLS"])
    for case in ("slow", "silent"):
        report.check(" 200 " not in said[case][0] and said[case][1] < 9, "management: who is %s is cut off after %s s" % (
            case, said[case][1]), said[case])
    report.check(host.main_pid(REPAIR_HEAD) == pid, "management: the repair head runs on")
    restore()
    host.stop(REPAIR_HEAD)
    host.start(REPAIR_HEAD)

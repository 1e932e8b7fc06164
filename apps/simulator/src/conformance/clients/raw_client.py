"""A client written from the protocol's description alone, standard library only. Prints one JSON line; see third-party.int-spec.ts."""
import hashlib
import json
import socket
import sys

host, port, user, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def length_of(count):
    for limit, prefix, size in ((0x80, 0, 1), (0x4000, 0x8000, 2), (0x200000, 0xC00000, 3), (0x10000000, 0xE0000000, 4)):
        if count < limit:
            return (count | prefix).to_bytes(size, "big")
    return b"\xf0" + count.to_bytes(4, "big")


class Connection:
    def __init__(self):
        self.socket = socket.create_connection((host, port), timeout=10)
        self.stream = self.socket.makefile("rb")

    def send(self, *words):
        encoded = [word.encode() for word in words]
        self.socket.sendall(b"".join(length_of(len(word)) + word for word in encoded) + b"\0")

    def read_length(self):
        first = self.stream.read(1)[0]
        for limit, mask, more in ((0x80, 0x7F, 0), (0xC0, 0x3F, 1), (0xE0, 0x1F, 2), (0xF0, 0x0F, 3)):
            if first < limit:
                return int.from_bytes(bytes([first & mask]) + self.stream.read(more), "big")
        return int.from_bytes(self.stream.read(4), "big")

    def read(self):
        words = []
        while True:
            count = self.read_length()
            if count == 0:
                return words
            words.append(self.stream.read(count).decode())

    def ask(self, *words):
        """Rows, trap texts, attributes of !done, and the reply words in their order."""
        self.send(*words)
        rows, traps, replies = [], [], []
        while True:
            reply, *rest = self.read()
            replies.append(reply)
            values = dict(word[1:].split("=", 1) for word in rest if word.startswith("="))
            if reply == "!re":
                rows.append(values)
            elif reply == "!trap":
                traps.append(values.get("message"))
            elif reply == "!done":
                return rows, traps, values, replies

    def login(self, secret):
        _, traps, done, _ = self.ask("/login", "=name=" + user, "=password=" + secret)
        if "ret" in done:
            digest = hashlib.md5(b"\0" + secret.encode() + bytes.fromhex(done["ret"])).hexdigest()
            _, traps, _, _ = self.ask("/login", "=name=" + user, "=response=00" + digest)
        return traps


api = Connection()
result = {"login": api.login(password)}
result["empty"] = api.ask("/ppp/secret/print")[3]
ids = {}
for name, extra in (("001234", "=comment=№ – é 日本"), ("b", "=disabled=yes"), ("c", "=limit-bytes-in=5000"), ("d", "=comment=" + "x" * 20000)):
    ids[name] = api.ask("/ppp/secret/add", "=name=" + name, extra)[2]["ret"]
result["ids"] = list(ids.values())


def names(*queries):
    return [row["name"] for row in api.ask("/ppp/secret/print", "=.proplist=name", *queries)[0]]


result["queries"] = {
    "?name=b": names("?name=b"),
    "?=name=b": names("?=name=b"),
    "?disabled=yes": names("?disabled=yes"),
    "?-comment": names("?-comment"),
    "?>comment=": names("?>comment="),
    "?>limit-bytes-in=900": names("?>limit-bytes-in=900"),
    "?<limit-bytes-in=900": names("?<limit-bytes-in=900"),
    "or": names("?name=b", "?name=c", "?#|"),
    "and": names("?disabled=no", "?comment", "?#&"),
    "not": names("?name=b", "?#!"),
    "copy": names("?name=c", "?#.|"),
    "replace": names("?name=c", "?name=b", "?#1"),
}
result["long"] = len(api.ask("/ppp/secret/print", "=.proplist=comment", "?name=d")[0][0]["comment"])
result["counted"] = api.ask("/ppp/secret/print", "=count-only=")[2]["ret"]
api.ask("/ppp/secret/set", "=.id=" + ids["001234"], "=comment=diubah", "=remote-address=10.0.0.9")
api.ask("/ppp/secret/unset", "=.id=" + ids["001234"], "=value-name=remote-address")
result["row"] = api.ask("/ppp/secret/print", "=.proplist=name,comment,remote-address", "?.id=" + ids["001234"])[0]
result["duplicate"] = api.ask("/ppp/secret/add", "=name=b")[1]

# one connection listens, another one changes
listener = Connection()
listener.login(password)
listener.send("/ppp/secret/listen", ".tag=l")
api.ask("/system/identity/print")
listener.send("/system/identity/print", ".tag=i")
while "!done" not in listener.read():
    pass  # now the listen is known to have begun
api.ask("/ppp/secret/set", "=.id=" + ids["c"], "=comment=heard")
heard = listener.read()
api.ask("/ppp/secret/remove", "=.id=" + ids["c"] + "," + ids["d"])
gone = [listener.read(), listener.read()]
result["listen"] = [heard[:2] + [word for word in heard if word.startswith("=comment=")]] + gone
listener.send("/cancel", "=tag=l", ".tag=x")
result["cancel"] = [listener.read() for _ in range(3)]

# answers side by side, told apart by their tags
for tag in range(20):
    api.send("/ppp/secret/print", "=.proplist=name", "?name=" + ("b" if tag % 2 else "001234"), ".tag=%d" % tag)
tagged, left = {}, 20
while left:
    reply, tag, *rest = api.read()
    if reply == "!re":
        tagged[tag] = rest
    left -= reply == "!done"
result["tagged"] = [tagged[".tag=%d" % tag][0] for tag in range(4)]
api.ask("/ppp/secret/remove", "=.id=" + ids["001234"])
result["left"] = names()
result["unknown"] = api.ask("/ppp/secret/remove", "=.id=*FFFF")[1]
api.send("/quit")
result["quit"] = api.read()[0]
result["wrong"] = Connection().login("wrong")
print(json.dumps(result))

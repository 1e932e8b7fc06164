"""librouteros (luqasz) against one simulated router. Prints one JSON line; see third-party.int-spec.ts."""
import json
import sys

from librouteros import connect
from librouteros.exceptions import LibRouterosError
from librouteros.query import Key

host, port, user, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
text = sys.argv[5] if len(sys.argv) > 5 else "№ – é 日本"
encoding = "utf-8" if len(sys.argv) <= 5 else "ASCII"


def trap(work):
    try:
        list(work() or [])
        return None
    except LibRouterosError as error:
        return str(error)


api = connect(host=host, username=user, password=password, port=port, encoding=encoding)
secrets = api.path("ppp", "secret")
result = {"empty": list(secrets)}
new_id = secrets.add(name="001234", password="7.10", comment=text)
secrets.update(**{".id": new_id, "disabled": True})
name = Key("name")
rows = list(secrets.select(name, Key("comment"), Key("disabled")).where(name == "001234"))
result["rows"] = rows
result["either"] = sorted(row["name"] for row in api.path("interface").select(name).where(name.In("ether1", "ether2")))
result["long"] = secrets.add(name="long", comment="x" * 256) and next(
    row["comment"] for row in secrets if row["name"] == "long"
) == "x" * 256
result["duplicate"] = trap(lambda: [secrets.add(name="long")])
secrets.remove(new_id)
result["left"] = sorted(row["name"] for row in secrets)
result["ping"] = len(list(api("/ping", address="8.8.8.8", count=3, interval="10ms")))

protocol = api.protocol
protocol.writeSentence("/ppp/secret/listen", ".tag=7")
protocol.writeSentence("/cancel", "=tag=7", ".tag=8")
words = []
while words.count("!done") < 2:
    words.append(protocol.readSentence()[0])
result["cancelled"] = words
api.close()
try:
    connect(host=host, username=user, password="wrong", port=port)
    result["wrong"] = None
except LibRouterosError as error:
    result["wrong"] = str(error)
print(json.dumps(result))

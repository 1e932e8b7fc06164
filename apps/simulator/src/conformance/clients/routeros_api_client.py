"""RouterOS-api (socialwifi) against one simulated router. Prints one JSON line; see third-party.int-spec.ts."""
import json
import sys

import routeros_api
from routeros_api.exceptions import RouterOsApiError

host, port, user, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def refusal(work):
    try:
        work()
        return None
    except RouterOsApiError as error:
        return str(error)


def login(secret):
    return routeros_api.RouterOsApiPool(host, username=user, password=secret, port=port, plaintext_login=True)


pool = login(password)
secrets = pool.get_api().get_resource("/ppp/secret")
result = {"empty": secrets.get()}
secrets.add(name="001234", password="7.10", comment="№ – é 日本")
row = secrets.get(name="001234")[0]
secrets.set(id=row["id"], comment="diubah")
result["rows"] = [{key: one[key] for key in ("name", "password", "comment")} for one in secrets.get()]
pending = [secrets.call_async("print") for _ in range(5)]
result["tagged"] = [len(promise.get()) for promise in pending]
result["duplicate"] = refusal(lambda: secrets.add(name="001234"))
secrets.remove(id=row["id"])
result["left"] = secrets.get()
pool.disconnect()
result["wrong"] = refusal(lambda: login("wrong").get_api())
print(json.dumps(result))

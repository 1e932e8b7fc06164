/* Third-party client (aluisiora/node-routeros), unpatched, in its own process. Prints one JSON line; see the int-spec. */
const { RouterOSAPI } = require('node-routeros');

const [host, port, user, password] = process.argv.slice(2);

async function main() {
  const api = new RouterOSAPI({ host, port: Number(port), user, password, timeout: 30 });
  await api.connect();
  const names = async (...queries) =>
    (await api.write('/ppp/secret/print', ['=.proplist=name'], queries)).map(({ name }) => name);
  const ids = [];
  for (const name of ['a', 'b', 'c']) {
    const [{ ret }] = await api.write(['/ppp/secret/add', `=name=${name}`, `=comment=${name}-1`]);
    ids.push(ret);
  }
  await api.write('/ppp/secret/set', [`=.id=${ids[1]}`, '=disabled=yes']);
  const queries = {
    equal: await names('?=name=b'),
    either: await names('?name=a', '?name=c', '?#|'),
    not: await names('?disabled=true', '?#!'),
    both: await names('?name=b', '?disabled=true', '?#&'),
  };
  const trap = await api.write('/ppp/secret/add', ['=name=a']).then(
    () => null,
    (error) => error.message,
  );
  const heard = [];
  const stream = api.stream(['/ppp/secret/listen'], (error, packet) => {
    if (packet && !Array.isArray(packet)) heard.push(error ? String(error) : packet);
  });
  await api.write('/system/identity/print');
  await api.write('/ppp/secret/set', [`=.id=${ids[0]}`, '=comment=heard']);
  await api.write('/ppp/secret/remove', [`=.id=${ids[2]}`]);
  while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await stream.close();
  await api.write('/ppp/secret/set', [`=.id=${ids[0]}`, '=comment=not heard']);
  await api.write('/ppp/secret/remove', [`=.id=${ids[0]},${ids[1]}`]);
  const [{ ret: left }] = await api.write('/ppp/secret/print', ['=count-only=']);
  await api.close();
  return { ids, queries, trap, heard, left };
}

main().then(
  (result) => {
    console.log(JSON.stringify(result));
    process.exit(0);
  },
  (error) => {
    console.log(JSON.stringify({ error: error.message || String(error.errno) }));
    process.exit(1);
  },
);

/* Third-party client as its users run it, unpatched, in its own process. Prints one JSON line; see the int-spec. */
const { RouterOSClient } = require('routeros-client');

const [host, port, user, password] = process.argv.slice(2);

async function main() {
  const client = new RouterOSClient({ host, port: Number(port), user, password, timeout: 30 });
  const menu = await client.connect();
  const secrets = menu.menu('/ppp/secret');
  const added = await secrets.add({ name: 'konformitas', password: '001234', service: 'pppoe' });
  const queried = await secrets.where('name', 'konformitas').get();
  const changed = await menu.menu('/ppp/secret').set({ comment: 'diubah' }, added.id);
  const trap = await menu
    .menu('/ppp/secret')
    .add({ name: 'konformitas' })
    .then(
      () => null,
      (error) => error.message,
    );
  const profiles = await menu.menu('/ppp/profile').getAll();
  await menu.menu('/ppp/secret').remove(added.id);
  const left = await client.rosApi.write(['/ppp/secret/print', '=count-only=']);
  await client.close();
  return { added, queried, changed, trap, profiles: profiles.map((row) => row.name), left };
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

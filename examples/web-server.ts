/**
 * A web server in a VM that has no network at all, reached through a forwarded port: the guest agent carries the
 * connections.
 *
 *     npm run example -- web-server
 */
import { createVm } from 'vmwright';

await using vm = await createVm({ image: 'base', network: 'none', ports: [{ guestPort: 8080 }] });

await vm.files.mkdir('/www');
await vm.writeFile('/www/index.html', '<h1>Hello from inside the VM</h1>\n');

// `spawn` returns once the server runs; leaving the scope stops it.
await using _server = await vm.spawn('busybox', ['httpd', '-f', '-p', '8080', '-h', '/www']);
await vm.waitFor({ port: 8080 }, { timeout: 10_000 });

const url = `http://127.0.0.1:${vm.ports[0]?.port}/`;
const pages = await Promise.all(
  Array.from({ length: 5 }, () => fetch(url).then((response) => response.text())),
);
console.log(`${url} answered ${pages.length} times: ${pages[0]?.trim()}`);

const missing = await fetch(`${url}missing`);
console.log(`a missing page gives ${missing.status}`);

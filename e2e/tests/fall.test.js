// A provider falls: two hundred declarations in one afternoon, while ten analysts work. The event is made, all are attached, one
// message goes to all, and they are counted both ways; the ten see one state, and nothing that anybody wrote is lost. On the
// embedded engine, and on PostgreSQL when there is one.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { openPage, startBrowser, tabTo } from '../lib/browser.js';
import { inspect } from '../lib/inspect.js';
import { go, press, type } from '../lib/keys.js';
import { atConsole, createAccount, operate, password, signIn } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

const ANALYSTS = 10;
const DECLARED = 200;
const PROVIDER = 'Hébergeur de la Chute';

let browser;
const servers = [];

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  for (const server of servers) await server.stop();
});

/** The settings of each engine that is there. */
function engines() {
  const settings = { SQLite: {} };
  const address = process.env.VIGIE_TEST_POSTGRES_URL;
  if (address) {
    const name = `fall_${process.pid}`;
    const made = spawnSync('psql', [address, '--quiet', '--command', `CREATE DATABASE ${name}`], { encoding: 'utf8' });
    assert.equal(made.status, 0, made.stderr);
    const [server, parameters = ''] = address.split('?');
    settings.PostgreSQL = { VIGIE_DATABASE_URL: `${server.slice(0, server.lastIndexOf('/'))}/${name}?${parameters}` };
  }
  return Object.entries(settings);
}

/** Sites of the register, each once. */
async function sites(server) {
  const all = new Set();
  for (const words of ['rennes', 'paris', 'lyon', 'lille', 'brest', 'nantes', 'hopital', 'clinique', 'centre', 'maison', 'laboratoire', 'ehpad']) {
    const found = await (await fetch(`${server.address}/api/v1/facilities?q=${words}&limit=20`)).json();
    for (const item of found.items) all.add(item.finess);
  }
  return [...all];
}

/** Files one; answers with its reference, or throws. */
async function declare(server, facility, number) {
  const answer = await fetch(`${server.address}/api/v1/declarations`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      facility, provider: PROVIDER, kind: 'provider', origin: 'provider-failure', summary: `Notre hébergeur ne répond plus (${number}).`,
      noticed_at: new Date(Date.now() - 600_000).toISOString(), declarant: { name: 'Camille Fictif', phone: '01 99 00 12 34' },
    }),
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()).reference;
}

/** Somebody's session, as light as a browser's requests without its window. */
class Analyst {
  constructor(page, number) {
    this.page = page;
    this.request = page.context().request;
    this.number = number;
    this.written = [];
  }

  async html(path) {
    const answer = await this.request.get(path);
    assert.equal(answer.status(), 200, `${path}: ${answer.status()}`);
    return answer.text();
  }

  /** The addresses of the incidents of a list. */
  async list(filter) {
    const html = await this.html(`/cellule?filtre=${encodeURIComponent(filter)}`);
    return [...html.matchAll(/class="ref" href="([^"]+)"/g)].map((match) => match[1]);
  }

  /** Sends one of the forms of a page, with the token and the revision that the page has. */
  async send(html, action, form) {
    const [, token] = /name="jeton" value="([^"]+)"/.exec(html);
    const seen = new RegExp(`action="${action}"[^]*?name="vu" value="(\\d+)"`).exec(html)?.[1];
    return this.request.post(action, {
      form: { jeton: token, ...(seen ? { vu: seen } : {}), ...form }, maxRedirects: 0, headers: { 'sec-fetch-site': 'same-origin' },
    });
  }

  /** Writes in the journal of an incident, and remembers what was acknowledged. */
  async write(incident) {
    const text = `Note ${this.number}-${this.written.length} de la cellule.`;
    const answer = await this.send(await this.html(incident), `${incident}/write`, { audience: 'cell', text });
    assert.equal(answer.status(), 303, `${text}: ${answer.status()}`);
    this.written.push([incident, text]);
  }

  /** Takes an incident as one saw it. */
  async take(incident, html) {
    const answer = await this.send(html, `${incident}/take`, {});
    return [answer.status(), await answer.text()];
  }
}

/** Works until `over()`: looks at the queue, opens, writes. */
async function work(analyst, over) {
  for (let step = 0; !over() || step < 3; step += 1) {
    const incidents = await analyst.list('nature:prestataire');
    await analyst.write(incidents[(analyst.number * 7 + step) % incidents.length]);
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
  }
}

for (const [engine, settings] of engines()) {
  test(`two hundred declarations while ten analysts work, on ${engine}`, async () => {
    const server = await startVigie({ settings });
    servers.push(server);
    for (let n = 0; n < ANALYSTS; n += 1) createAccount(server, `garde${n}`, `Garde ${n}`, 'analyst');
    const analysts = [];
    for (let n = 0; n < ANALYSTS; n += 1) {
      const page = await openPage(browser, server.address);
      await page.goto('/cellule');
      await signIn(page, `garde${n}@vigie.example`, password);
      await page.waitForURL((url) => url.pathname === '/cellule');
      analysts.push(new Analyst(page, n));
    }
    const places = await sites(server);
    assert.ok(places.length > 30, `${places.length} sites`);
    const silent = places.splice(0, 5);

    // Two hundred, sixteen at once, and everybody at work.
    let over = false;
    const working = Promise.all(analysts.map((analyst) => work(analyst, () => over)));
    const references = [];
    let next = 0;
    await Promise.all(Array.from({ length: 16 }, async () => {
      for (let n = next++; n < DECLARED; n = next++) references.push(await declare(server, places[n % places.length], n));
    }));
    assert.equal(new Set(references).size, DECLARED);

    // The lead makes one event of them, by keyboard, while the others go on.
    const lead = await atConsole(browser, server, '/cellule', 'responsable', {});
    await lead.goto(`/cellule?filtre=${references[0]}`);
    await go(lead, lead.getByRole('link', { name: references[0] }).first());
    await go(lead, lead.getByRole('link', { name: 'Ouvrir un événement' }));
    await type(lead, lead.locator('#title'), 'Panne de l’Hébergeur de la Chute');
    await type(lead, lead.locator('#cause'), 'L’hébergeur est à l’arrêt.');
    await go(lead, lead.getByRole('button', { name: 'Ouvrir l’événement' }));
    const event = new URL(lead.url()).pathname;
    await go(lead, lead.getByRole('link', { name: 'Voir les incidents proposés' }));
    await go(lead, lead.getByRole('link', { name: 'Cocher les 199 du même prestataire' }));
    assert.equal(await lead.locator('input[name=choix]:checked').count(), DECLARED - 1);
    // The button is below two hundred lines: it is reached from the end of the page.
    await tabTo(lead, lead.getByRole('button', { name: 'Rattacher ce qui est coché' }), 40, 'Shift+Tab');
    await Promise.all([lead.waitForURL(event), lead.keyboard.press('Enter')]);
    await inspect(lead);

    // Those that said nothing, by the list that the provider gave.
    await press(lead, lead.getByText('Coller une liste de numéros FINESS'));
    await type(lead, lead.locator('#numbers'), silent.join('\n'));
    await press(lead, lead.getByRole('button', { name: 'Vérifier la liste' }));
    await lead.waitForURL(/structures|facilities/);
    await inspect(lead);
    await press(lead, lead.locator('button[name=sure]'));
    await lead.waitForURL((url) => url.pathname === event);
    const told = Math.min(places.length, DECLARED);
    const figures = await lead.locator('main .lead').first().innerText();
    assert.equal(figures.replace(/\s/g, ' '), `200 incidents déclarés ; ${told + 5} structures : ${told} touchées, 0 non touchées, 5 à savoir`);

    await type(lead, lead.locator('#message'), 'L’hébergeur revient à 18 h.');
    await press(lead, lead.getByRole('button', { name: 'Voir à qui il part' }));
    await lead.waitForURL(/message/);
    await inspect(lead);
    assert.match(await lead.locator('button[name=send]').innerText(), /200/);
    assert.equal(await lead.locator('.note.warn li').count(), 5, 'who declared nothing is to be called');
    await press(lead, lead.locator('button[name=send]'));
    await lead.waitForURL((url) => url.pathname === event);

    // Two take the same, five times at once: one has it, the other is told, with what stands now (G02).
    const wanted = (await analysts[0].list('nature:prestataire etat:declare depuis:1h')).slice(0, ANALYSTS / 2);
    assert.equal(wanted.length, ANALYSTS / 2);
    const pages = await Promise.all(analysts.map((analyst, n) => analyst.html(wanted[n >> 1])));
    const taken = await Promise.all(analysts.map((analyst, n) => analyst.take(wanted[n >> 1], pages[n])));
    for (let pair = 0; pair < wanted.length; pair += 1) {
      const two = [taken[pair * 2], taken[pair * 2 + 1]];
      assert.deepEqual(two.map(([status]) => status).sort(), [303, 409], wanted[pair]);
      const winner = two[0][0] === 303 ? pair * 2 : pair * 2 + 1;
      const late = two.find(([status]) => status === 409)[1];
      assert.ok(late.includes('entre-temps') && late.includes(`Garde ${winner}`), 'the other is told who was first');
    }

    over = true;
    await working;

    // One state for all ten, and nothing lost.
    const views = (html) => [...html.matchAll(/<li><a href="[^"]+"[^>]*>([^<]+)<b>(\d+)<\/b>/g)]
      .map(([, name, count]) => `${name.trim()} ${count}`).filter((view) => !view.startsWith('Mes dossiers'));
    const seen = await Promise.all(analysts.map(async (analyst) => {
      const [queue, page] = [await analyst.html('/cellule'), await analyst.html(event)];
      return JSON.stringify([views(queue), /<p class="lead">([^<]+)</.exec(page)[1]]);
    }));
    assert.ok(views(await analysts[0].html('/cellule')).length > 4);
    assert.equal(new Set(seen).size, 1, `they see different states: ${[...new Set(seen)].join('\n')}`);
    const page = await analysts[0].html(event);
    for (const reference of references) assert.ok(page.includes(reference), `${reference} is not in the event`);
    const written = analysts.flatMap((analyst) => analyst.written);
    assert.ok(written.length >= 3 * ANALYSTS);
    const read = new Map();
    for (const [incident, text] of written) {
      if (!read.has(incident)) read.set(incident, await analysts[0].html(incident));
      assert.equal(read.get(incident).split(text).length, 2, `${text} is not in ${incident}, once`);
    }
    for (const incident of wanted) {
      assert.equal((await analysts[0].html(incident)).split('L’hébergeur revient à 18 h.').length, 2, 'told once');
    }
    operate(server, ['trail', 'verify']);
    for (const analyst of analysts) await analyst.page.finish();
    await lead.finish();
  });
}

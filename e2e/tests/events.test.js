// One cause, many facilities: from an incident to a message to all, then two that are one; by keys alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clicked, startBrowser, tabTo } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { go, press, type } from '../lib/keys.js';
import { atConsole } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
const places = {};

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
  for (const town of ['rennes', 'paris', 'lyon']) {
    const found = await (await fetch(`${server.address}/api/v1/facilities?q=${town}&limit=10`)).json();
    places[town] = found.items.map((item) => item.finess);
  }
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Files at a facility, of one provider; answers with the reference. */
async function declare(facility, provider) {
  const answer = await fetch(`${server.address}/api/v1/declarations`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      facility, provider, kind: 'provider', origin: 'provider-failure',
      summary: 'Notre hébergeur ne répond plus.', noticed_at: new Date(Date.now() - 3600_000).toISOString(),
      declarant: { name: 'Camille Fictif', phone: '01 99 00 12 34' },
    }),
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()).reference;
}

const words = {
  fr: {
    unit: '/cellule', events: '/cellule/evenements', open: 'Ouvrir un événement', create: 'Ouvrir l’événement',
    paste: 'Coller une liste de numéros FINESS', look: 'Vérifier la liste', keep: /^Garder/, propose: 'Voir les incidents proposés',
    provider: 'Même prestataire', attach: 'Rattacher ce qui est coché', whom: 'Voir à qui il part', send: /^Envoyer/,
    figures: /3 incidents déclarés/, prepare: 'Préparer…', tie: 'Rattacher comme doublon', together: 'Lire les échanges', undo: /^Annuler/,
    tied: 'Doublon de', exercise: 'EXERCICE', mark: 'Marquer comme exercice', wrong: /2 lignes sont fausses/,
  },
  en: {
    unit: '/en/unit', events: '/en/unit/events', open: 'Open an event', create: 'Open the event',
    paste: 'Paste a list of FINESS numbers', look: 'Check the list', keep: /^Keep/, propose: 'See proposed incidents',
    provider: 'Same provider', attach: 'Attach what is ticked', whom: 'See to whom it goes', send: /^Send/,
    figures: /3 incidents declared/, prepare: 'Prepare…', tie: 'Attach as a duplicate', together: 'Read messages', undo: /^Undo/,
    tied: 'Duplicate of', exercise: 'EXERCISE', mark: 'Mark as an exercise', wrong: /2 lines are wrong/,
  },
};

/** Somebody of the demonstration at the console. */
const signedIn = (said, name, options) => atConsole(browser, server, said.unit, name, options);

for (const [language, said, width, javascript] of [['fr', words.fr, 360, false], ['en', words.en, 1280, true]]) {
  test(`from an incident to a message to all in ${language} at ${width} px, by keys alone`, async () => {
    const provider = `Hébergeur ${language}`;
    const references = [
      await declare(places.rennes[0], provider), await declare(places.paris[0], provider),
      await declare(places.rennes[0], provider),
    ];
    const page = await signedIn(said, 'analyste', { width, javascript });
    const button = (name) => page.getByRole('button', { name }).first();
    await page.goto(`${said.unit}?filtre=${references[0]}`);
    await go(page, page.getByRole('link', { name: references[0] }).first());
    await go(page, page.getByRole('link', { name: said.open }));
    await type(page, page.locator('#title'), `Panne ${language}`);
    await go(page, button(said.create));
    assert.ok(await page.locator('#cause-error').isVisible(), 'what lacks is said beside its field');
    assert.equal(await page.locator('#title').inputValue(), `Panne ${language}`);
    await type(page, page.locator('#cause'), 'Un hébergeur est à l’arrêt.');
    await go(page, button(said.create));

    // A list with two errors: both said, nothing kept, nothing lost.
    const right = places.lyon[0];
    const off = `${right.slice(0, 8)}${(Number(right[8]) + 1) % 10}`;
    await press(page, page.getByText(said.paste));
    await type(page, page.locator('#numbers'), `${right}\n${off}; ${right}`);
    await go(page, button(said.look));
    assert.equal(await page.locator('#numbers-wrong li').count(), 2);
    assert.match(await page.locator('#numbers-error').innerText(), said.wrong);
    assert.equal((await page.locator('#numbers').inputValue()).trim(), `${right}\n${off}; ${right}`);
    await type(page, page.locator('#numbers'), right);
    await go(page, button(said.look));
    await go(page, button(said.keep));

    await go(page, page.getByRole('link', { name: said.propose }));
    for (const reference of references.slice(1)) {
      const line = page.locator('label.choice', { hasText: reference });
      assert.ok((await line.innerText()).includes(said.provider));
      await press(page, line.locator('input'), 'Space');
    }
    await go(page, button(said.attach));
    assert.match(await page.locator('main .lead').first().innerText(), said.figures);

    await type(page, page.locator('#message'), 'L’hébergeur revient à 18 h.');
    await go(page, button(said.whom));
    assert.ok((await page.locator('.note.warn li').innerText()).length > 5, 'who declared nothing is to be called');
    await go(page, button(said.send));
    await page.goto(said.events);
    await inspect(page);

    // Two that are one, from the queue; read together; undone.
    const filter = language === 'fr' ? 'depuis:1h' : 'since:1h';
    await page.goto(`${said.unit}?filtre=${filter}`);
    const [kept, , other] = references;
    for (const reference of [kept, other]) {
      await press(page, page.getByRole('row', { name: reference }).locator('input[name=choix]'), 'Space');
    }
    await tabTo(page, page.locator('#command'), 600);
    await page.locator('#command').selectOption('duplicate');
    await go(page, button(said.prepare));
    const line = page.locator('label.choice', { hasText: kept });
    await tabTo(page, page.locator('input[name=kept]').first(), 600);
    if (!(await line.locator('input').evaluate((input) => input === document.activeElement))) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await type(page, page.locator('#reason'), 'Même panne, deux déclarants');
    await go(page, button(said.tie));
    assert.ok((await page.locator('#doublons').innerText()).includes(other));
    await go(page, page.getByRole('link', { name: said.together }));
    assert.ok((await page.locator('main .journal').innerText()).includes(other));
    await page.goBack();
    await go(page, page.locator('#doublons').getByRole('link', { name: other }));
    assert.ok((await page.locator('#doublon').innerText()).includes(said.tied));
    await go(page, button(said.undo));
    assert.equal(await page.locator('#doublon').count(), 0);
    await page.finish();
  });
}

test('an event of the demonstration, for the nation, for a region, for the lead; and an exercise', async () => {
  for (const [said, name, width] of [[words.fr, 'fssi', 1280], [words.en, 'responsable', 360]]) {
    const page = await signedIn(said, name, { width });
    await visit(page, said.events);
    const link = page.locator('main h2 a', { hasText: 'imagerie' });
    await page.goto(await link.getAttribute('href'));
    await inspect(page);
    assert.ok(await page.locator('main table tbody tr').count() > 8);
    await page.goto(`${said.unit}?filtre=${said === words.fr ? 'exercice:oui' : 'exercise:yes'}`);
    await inspect(page);
    assert.ok((await page.locator('.queue').innerText()).includes(said.exercise));
    await clicked(page, page.locator('.queue .ref').first());
    await inspect(page);
    assert.ok((await page.locator('main').innerText()).includes(said.exercise));
    await page.finish();
  }
});

// A hospital that is hit declares, follows, and is answered: by keyboard on a phone, in both languages, without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser, tabTo, typeInto } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const words = {
  fr: {
    start: '/declarer', locale: 'fr-FR', danger: 'care-potential', next: 'Continuer', search: 'chu rennes',
    seen: 'Les écrans affichent une demande de rançon.', since: 'hier soir', name: 'Camille Fictif',
  },
  en: {
    start: '/en/declare', locale: 'en-GB', danger: 'care-potential', next: 'Continue', search: 'chu rennes',
    seen: 'The screens ask for a ransom.', since: 'yesterday evening', name: 'Camille Fictif',
  },
};

/** Presses the first button of the page's form, by keyboard. With scripts a refused screen is not left. */
async function send(page, { refused = false } = {}) {
  const button = page.locator('main form button').first();
  await tabTo(page, button);
  const answered = refused && page.scripts ? page.locator('#erreurs').waitFor() : page.waitForNavigation();
  await Promise.all([answered, page.keyboard.press('Enter')]);
}

/** Clicks a button that sends a form, and waits for the page that comes of it. */
async function click(page, button) {
  await Promise.all([page.waitForEvent('load'), page.click(button)]);
}

/** Chooses a radio by keyboard: Tab reaches the group, Space chooses where the focus is. */
async function choose(page, id) {
  await page.locator(`#${id}`).focus();
  await page.keyboard.press('Space');
}

for (const [language, said] of Object.entries(words)) {
  for (const javascript of [true, false]) {
    test(`declares in ${language} at 360 px by keyboard, ${javascript ? 'with' : 'without'} scripts`, async () => {
      const page = await openPage(browser, server.address, { width: 360, javascript, locale: said.locale });
      await visit(page, said.start);
      await tabTo(page, page.locator('main a.go').first());
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);

      // 1: emergency. What is wrong is said beside the field, and what was typed stays.
      await inspect(page);
      await choose(page, said.danger);
      await typeInto(page, page.locator('#declarant-phone'), 'call me');
      await send(page, { refused: true });
      await inspect(page);
      assert.equal(await page.locator('#declarant-phone').inputValue(), 'call me');
      assert.ok(await page.locator('#care-potential').isChecked());
      await page.locator('#declarant-phone').focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('06 39 98 12 34');
      await send(page);
      // 1b: danger.
      await inspect(page);
      assert.ok(await page.locator('a.call').isVisible());
      await tabTo(page, page.locator('main a.go'));
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      // 2: what happens.
      await inspect(page);
      await typeInto(page, page.locator('#summary'), said.seen);
      await typeInto(page, page.locator('#noticed-at'), said.since);
      await send(page);
      // 3: the facility, found by name.
      await typeInto(page, page.locator('#recherche'), said.search);
      if (javascript) {
        await page.locator('#candidats input').first().waitFor();
      } else {
        await tabTo(page, page.locator('button[name=chercher]'));
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      }
      await inspect(page);
      await choose(page, 'facility-0');
      await typeInto(page, page.locator('#declarant-name'), said.name);
      await tabTo(page, page.locator('main form button:not([name])'));
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      // 4: what it looks like, and what is needed.
      await inspect(page);
      await choose(page, 'kind-ransom');
      await choose(page, 'help-call');
      await send(page);
      // 5: the receipt, with the code, the first gestures, who was told.
      await inspect(page);
      const text = await page.locator('main').innerText();
      assert.match(text, /VIG-\d{4}-\d{6}-[A-Z]/);
      assert.match(text, /\d{4} \d{4} \d{4} \d{4} \d{4} \d{4}/);
      assert.ok(await page.locator('.gestures li').count() >= 5);
      assert.doesNotMatch(text, /⟦/);
      // Back to the last screen and on again: the receipt, not a second declaration (abuse B16).
      const reference = text.match(/VIG-\d{4}-\d{6}-[A-Z]/)[0];
      await page.goBack();
      await page.goto(language === 'fr' ? '/suivi' : '/en/follow');
      assert.ok((await page.locator('main').innerText()).includes(reference));
      await page.finish();
    });
  }
}

test('what was declared is followed from another device, completed and answered', async () => {
  const answer = await fetch(`${server.address}/api/v1/declarations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      facility: '359900008',
      declarant: { name: 'Camille Fictif', email: 'camille@vigie.example', phone: '06 39 98 12 34' },
      noticed_at: '2026-01-05T02:10:00+01:00',
      summary: 'Panne du dossier patient.',
    }),
  });
  assert.equal(answer.status, 201);
  const { reference, follow_up_code: code } = await answer.json();

  const page = await openPage(browser, server.address, { width: 1280 });
  await visit(page, '/suivi');
  await page.fill('#reference', reference.toLowerCase());
  await page.fill('#code', '1234');
  await page.click('main form button');
  await inspect(page);
  assert.match(await page.locator('[role=alert]').innerText(), /24/);
  await page.fill('#code', code);
  await page.click('main form button');
  await inspect(page);
  await page.fill('#message', 'Que faire en premier ?');
  await click(page, 'form[action$="/message"] button');
  await inspect(page);
  await page.click('.tasks a[href$="soon-description"]');
  await inspect(page);
  await page.check('#systems-patient-record');
  await page.check('#perimeter-site');
  await click(page, 'main form button');
  await inspect(page);
  assert.match(await page.locator('main').innerText(), /Site/i);

  // The cell sees it, takes it, answers.
  const staff = await openPage(browser, server.address, { width: 1280 });
  await visit(staff, '/connexion');
  await staff.fill('#email', 'analyste@vigie.example');
  await staff.fill('#password', 'demonstration-2017');
  await staff.click('main form button');
  await inspect(staff);
  await staff.click(`a:has-text("${reference}")`);
  await inspect(staff);
  assert.match(await staff.locator('main').innerText(), /Que faire en premier/);
  await staff.click('form[action$="/take"] button');
  await inspect(staff);
  await staff.click('form[action$="/qualify"] button');
  await inspect(staff);
  await staff.click('form[action$="/qualify"] button');
  await inspect(staff);
  await staff.check('#pour-facility');
  await staff.fill('#texte', 'Passez en procédure dégradée ; nous vous appelons.');
  await staff.click('.composer button:not([name])');
  await inspect(staff);
  await staff.finish();

  // It leaves after ten seconds.
  await page.waitForTimeout(10_500);
  await page.reload();
  assert.match(await page.locator('main').innerText(), /nous vous appelons/);
  await page.finish();
});

test('an agency sees its region and what is elsewhere does not exist', async () => {
  const open = async (email) => {
    const page = await openPage(browser, server.address, { width: 360 });
    await visit(page, '/connexion');
    await page.fill('#email', email);
    await page.fill('#password', 'demonstration-2017');
    await page.click('main form button');
    await inspect(page);
    return page;
  };
  const analyst = await open('analyste@vigie.example');
  await visit(analyst, '/cellule?region=53');
  const address = await analyst.locator('a.ref').first().getAttribute('href');
  const [own, other] = [await open('ars53@vigie.example'), await open('ars11@vigie.example')];
  await visit(own, address);
  assert.equal(await own.locator('form[action*="/take"]').count(), 0);
  await visit(other, address, { status: 404 });
  for (const page of [analyst, own, other]) await page.finish();
});

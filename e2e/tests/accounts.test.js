// Second factors, invitations and roles on a real base, where they are asked for.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { createAccount, password, signIn, totp } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie({ demonstration: false })]);
});
after(async () => { await browser?.close(); await server?.stop(); });

/** From the security page: sets an authenticator up; answers with the code that it used up and the recovery codes. */
async function enrol(page, names) {
  await page.getByRole('button', { name: names.add }).click();
  await inspect(page);
  const secret = await page.locator('strong.code').textContent();
  await page.fill('#code', totp(secret, -300));
  await page.fill('#name', 'Téléphone');
  await page.getByRole('button', { name: names.activate }).click();
  await inspect(page);
  assert.equal(await page.locator('#code-error').count(), 1, 'a clock that is five minutes off is refused');
  assert.equal(await page.inputValue('#name'), 'Téléphone');
  const used = totp(secret);
  await page.fill('#code', used);
  await page.getByRole('button', { name: names.activate }).click();
  await inspect(page);
  const codes = await page.locator('.codes li').allTextContents();
  assert.equal(codes.length, 10);
  await page.locator('a.go').click();
  return { used, codes };
}

/** The code in the last letter to somebody. */
async function codeFor(email) {
  for (let tries = 0; tries < 100; tries += 1) {
    const letters = (await server.mails()).filter((mail) => mail.includes(`To: ${email}`));
    const found = letters.at(-1)?.replace(/=\r?\n/g, '').match(/Code\W.*?((?:[0-9a-z]{4}-){4}[0-9a-z]{4})/);
    if (found) return found[1];
    await sleep(100);
  }
  throw new Error(`no letter with a code to ${email}`);
}

const fr = { add: /application d’authentification/, activate: 'Activer' };
const en = { add: /authenticator application/, activate: 'Activate' };

for (const [width, javascript] of [[360, true], [1280, false]]) {
  test(`an administrator invites, the invited comes in, and roles change at once, at ${width} px`, async () => {
    const login = `admin${width}`;
    const email = createAccount(server, login, 'Charlie Réglage', 'administrator');
    const page = await openPage(browser, server.address, { width, javascript });
    await page.goto('/administration/comptes');
    await signIn(page, email, 'pas le bon mot de passe');
    await inspect(page);
    assert.equal(await page.locator('#password-error').count(), 1);
    await signIn(page, email);
    await inspect(page);
    assert.match(page.url(), /securite\?vers=%2Fadministration%2Fcomptes$/, 'a second factor is asked for first');
    await enrol(page, fr);
    await inspect(page);
    assert.match(page.url(), /\/administration\/comptes$/);

    await page.getByRole('link', { name: 'Inviter quelqu’un' }).click();
    await inspect(page);
    await page.getByRole('button', { name: 'Inviter' }).click();
    await inspect(page);
    assert.equal(await page.locator('.note.bad li a').count(), 1, 'what is missing is said');
    const long = `Dominique ${'Fictif-'.repeat(16)}`.slice(0, 119);
    const invited = `neuf${width}@vigie.example`;
    await page.fill('#email', invited);
    await page.fill('#name', long);
    await page.check('#language-en');
    await page.check('#roles-analyst');
    await page.getByRole('button', { name: 'Inviter' }).click();
    await inspect(page);
    assert.ok((await page.textContent('h1')).includes(long));
    const account = page.url();

    const other = await openPage(browser, server.address, { width, javascript, locale: 'en-GB' });
    await visit(other, '/en/invitation');
    await other.fill('#code', '0000');
    await other.click('main form button');
    await inspect(other);
    assert.equal(await other.locator('#code-error').count(), 1);
    await other.fill('#code', (await codeFor(invited)).toUpperCase());
    await other.click('main form button');
    await inspect(other);
    await other.fill('#password', 'court');
    await other.click('main form button');
    await inspect(other);
    await other.fill('#password', password);
    await other.click('main form button');
    await inspect(other);
    await other.goto('/en/unit');
    assert.match(other.url(), /my-space\/security/);
    const { used, codes } = await enrol(other, en);
    assert.match(other.url(), /\/en\/unit$/);
    await inspect(other);

    // The page that is open closes with the role.
    await page.goto(account);
    await page.uncheck('#roles-analyst');
    await page.check('#roles-ars');
    await page.check('#regions-53');
    await page.getByRole('button', { name: 'Enregistrer les rôles' }).click();
    await inspect(page);
    assert.ok(await page.isChecked('#roles-ars') && await page.isChecked('#regions-53'));
    assert.equal((await other.goto('/en/unit')).status(), 200);
    await page.uncheck('#roles-ars');
    await page.getByRole('button', { name: 'Enregistrer les rôles' }).click();
    assert.equal((await other.goto('/en/unit')).status(), 403);

    // Signed out, the password alone opens nothing; a code that was used does not either.
    await visit(other, '/en/my-space/security');
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.goto('/en/sign-in');
    await signIn(other, invited);
    await inspect(other);
    assert.match(other.url(), /second-factor/);
    await other.fill('#code', used);
    await other.click('main form button');
    await inspect(other);
    assert.equal(await other.locator('#code-error').count(), 1, 'it set the factor up: it is used');
    await other.fill('#code', codes[0]);
    await other.click('main form button');
    await visit(other, '/en/my-space/security');
    await page.finish();
    await other.finish();
  });
}

test('a forgotten password is changed by a code, and every session ends', async () => {
  const email = createAccount(server, 'robin', 'Robin Modèle', 'member');
  const page = await openPage(browser, server.address, { width: 360 });
  await visit(page, '/connexion');
  await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click();
  await inspect(page);
  await page.fill('#email', 'pas une adresse');
  await page.click('main form button');
  await inspect(page);
  await page.fill('#email', email);
  await page.click('main form button');
  await inspect(page);
  await page.fill('#code', await codeFor(email));
  await page.click('main form button');
  await page.fill('#password', 'une phrase toute neuve');
  await page.click('main form button');
  await inspect(page);
  assert.match(page.url(), /\/mon-espace\/securite$/);
  await page.finish();
});

// Signing in at a provider: Pro Santé Connect, or what looks like it, and another, each a real one; and somebody who makes it lie.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { createAccount, signIn, totp } from '../lib/people.js';
import { client, hmacSigned, startProvider, unsigned } from '../lib/provider.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
let psc;
let agency;

const camille = (sub) => ({
  sub, given_name: 'CAMILLE', family_name: 'FICTIF', SubjectNameID: '899700218896', email: 'camille@vigie.example',
  SubjectRefPro: { exercices: [
    { activities: [{ numeroFinessSite: '010000024' }, { numeroFinessSite: '' }] }, { activities: [] },
  ] },
});

before(async () => {
  [browser, psc, agency] = await Promise.all(
    [startBrowser(), startProvider({ wallet: true }), startProvider({ alg: 'ES256' })]);
  const table = (name, label, issuer, more) => `[[oidc]]
name = "${name}"
label = "${label}"
issuer = "${issuer}"
client_id = "${client.id}"
client_secret = "${client.secret}"
${more}
`;
  server = await startVigie({
    demonstration: false,
    config: table('psc', 'Pro Santé Connect', psc.address, 'profile = "pro-sante-connect"')
      + table('agence', 'Agence régionale d’essai', agency.address, 'second_factor = true'),
  });
  psc.opens(`${server.address}/connexion/retour/psc`);
  agency.opens(`${server.address}/connexion/retour/agence`);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await Promise.all([psc?.stop(), agency?.stop()]);
});
beforeEach(() => {
  for (const provider of [psc, agency]) provider.lies = {};
  psc.level = 'eidas1';
});

const open = (options = {}) => openPage(browser, server.address, { elsewhere: [psc.address, agency.address], ...options });

/** From the sign-in page to the provider, where somebody says that it is them. */
async function goThrough(page, label, path = '/connexion') {
  await page.goto(path);
  await page.getByRole('link', { name: label }).click();
  await page.getByRole('button', { name: 'C’est moi' }).click();
}

/** The lines of the log about answers that were refused. */
const refused = () => server.log().split('\n').filter((line) => line.includes('answer is refused'));

for (const [width, javascript, path, label, title, security] of [
  [360, true, '/connexion', 'Se connecter avec Pro Santé Connect', 'Mon espace', 'Sécurité de mon compte'],
  [1280, false, '/en/sign-in', 'Sign in with Pro Santé Connect', 'My space', 'Security of my account'],
]) {
  test(`a professional comes in by Pro Santé Connect and the administrator sees where they work, at ${width} px`, async () => {
    psc.person = camille(`f:1:${width}`);
    const page = await open({ width, javascript });
    await visit(page, path);
    await goThrough(page, label, path);
    await inspect(page);
    assert.equal(await page.textContent('h1'), title);
    await page.getByRole('link', { name: security }).click();
    await inspect(page);
    assert.ok((await page.textContent('main')).includes('899700218896'));
    assert.equal((await page.goto('/cellule')).status(), 403, 'and nothing is open yet');
    await page.finish();

    const admin = await open({ width, javascript });
    await admin.goto('/administration/comptes');
    await signIn(admin, createAccount(server, `admin${width}`, 'Charlie Réglage', 'administrator'));
    await admin.getByRole('button', { name: /application d’authentification/ }).click();
    await admin.fill('#code', totp(await admin.locator('strong.code').textContent()));
    await admin.getByRole('button', { name: 'Activer' }).click();
    await visit(admin, '/administration/comptes');
    await admin.getByRole('link', { name: 'CAMILLE FICTIF' }).last().click();
    await inspect(admin);
    const said = await admin.textContent('dl');
    for (const told of ['Pro Santé Connect', '899700218896', '010000024']) assert.ok(said.includes(told), `${told}: ${said}`);
    assert.ok(!said.includes('attested.invalid') && !said.includes('camille@'));
    await admin.finish();
  });
}

test('claims that are empty or missing keep nobody out', async () => {
  for (const person of [
    { sub: 'f:1:vide', SubjectNameID: '', SubjectRefPro: {}, given_name: '', family_name: '' },
    { sub: 'f:1:rien' },
    { sub: 'f:1:nul', SubjectNameID: null, SubjectRefPro: { exercices: null } },
  ]) {
    psc.person = person;
    const page = await open();
    await goThrough(page, 'Se connecter avec Pro Santé Connect');
    await inspect(page);
    assert.match(page.url(), /\/mon-espace$/, person.sub);
    await page.finish();
  }
});

test('keys change, RS256 and ES256, and people still come in', async () => {
  createAccount(server, 'alix', 'Alix Exemple', 'facility-staff:010000024');
  agency.person = { sub: 'alix' };
  const page = await open({ width: 360 });
  await visit(page, '/connexion');
  await signIn(page, 'alix@vigie.example');
  await visit(page, '/mon-espace/securite');
  await page.getByRole('button', { name: 'Relier Agence régionale d’essai' }).click();
  await inspect(page);
  await page.getByRole('link', { name: 'Continuer vers Agence régionale d’essai' }).click();
  await page.getByRole('button', { name: 'C’est moi' }).click();
  await inspect(page);
  assert.ok(await page.getByText('Agence régionale d’essai').first().isVisible());
  await page.finish();
  psc.person = camille('f:1:cles');
  for (const [provider, label] of [[psc, 'Pro Santé Connect'], [agency, 'Agence régionale d’essai']]) {
    for (const turn of [0, 1]) {
      if (turn) provider.rotates();
      const other = await open();
      await goThrough(other, `Se connecter avec ${label}`, '/connexion?vers=%2Fmon-espace%2Fsecurite');
      await inspect(other);
      assert.match(other.url(), /\/mon-espace\/securite$/, `${label}, ${turn}`);
      await other.finish();
    }
  }
});

test('a provider knows somebody who has no account here, and nothing is revealed', async () => {
  agency.person = { sub: 'inconnu', email: 'alix@vigie.example', email_verified: true };
  const page = await open({ width: 360 });
  await goThrough(page, 'Sign in with Agence régionale d’essai', '/en/sign-in');
  await inspect(page);
  assert.match(await page.textContent('main'), /no account is open here for you/);
  assert.match(await page.textContent('main'), /Ask the unit for an account/);
  await page.finish();
});

test('somebody turns back, or the provider is silent', async () => {
  const page = await open({ width: 360 });
  await page.goto('/connexion');
  await page.getByRole('link', { name: 'Se connecter avec Pro Santé Connect' }).click();
  await page.getByRole('button', { name: 'Renoncer' }).click();
  await inspect(page);
  assert.match(await page.textContent('main'), /sans vous y connecter/);
  psc.person = camille('f:1:silence');
  psc.lies = { silent: true };
  await page.getByRole('link', { name: 'Recommencer' }).click();
  // The browser notes a 503 in its console; here it is what was asked for.
  const noted = page.waitForEvent('console');
  await page.getByRole('button', { name: 'C’est moi' }).click();
  await noted;
  assert.match(page.watch.splice(0).join('\n'), /^[^\n]*503[^\n]*$/);
  await inspect(page);
  assert.match(await page.textContent('main'), /ne répond pas comme il le devrait/);
  await page.finish();
});

const lies = [
  ['iss', 'issuer', { claims: (told) => ({ ...told, iss: 'https://evil.example' }) }],
  ['aud', 'audience', { claims: (told) => ({ ...told, aud: 'another' }) }],
  ['nonce', 'nonce', { claims: (told) => ({ ...told, nonce: 'of another attempt' }) }],
  ['alg none', 'algorithm', { token: unsigned }],
  ['alg HS256 with the public key', 'algorithm', { token: (token) => hmacSigned(token, psc.publicKey()) }],
  ['alg HS256 with the client’s secret', 'algorithm', { token: (token) => hmacSigned(token, client.secret) }],
  ['signature', 'signature', { token: (token) => token.replace(/.{8}$/, 'AAAAAAAA') }],
  ['expired', 'expired', { claims: (told) => ({ ...told, exp: told.iat - 3600 }) }],
  ['state', 'state', { back: (query) => query.set('state', 'of another attempt') }],
  ['the issuer of another provider (mix-up)', 'issuer', { back: (query) => query.set('iss', agency.address) }],
  ['no issuer where the provider says that it gives one', 'issuer', { back: (query) => query.delete('iss') }],
  ['a replayed code', 'code', { back: (query) => query.set('code', psc.codes[0]) }],
];

for (const [what, why, lie] of lies) {
  test(`abuse_f05_a_wrong_answer_opens_nothing: ${what}`, async () => {
    psc.person = camille('f:1:attaque');
    psc.lies = lie;
    const before = refused().length;
    const page = await open({ width: 360 });
    await goThrough(page, 'Se connecter avec Pro Santé Connect');
    await inspect(page);
    assert.match(await page.textContent('h1'), /n’a pas abouti/);
    assert.match(await page.textContent('main'), /[Rr]ien n’a été ouvert/);
    const lines = refused().slice(before);
    assert.equal(lines.length, 1, `one line in the log: ${lines.join('\n')}`);
    assert.ok(lines[0].includes(why), lines[0]);
    assert.ok(!lines[0].includes('ey'), 'and no token in it');
    await page.goto('/mon-espace/securite');
    assert.match(page.url(), /\/connexion\?vers=/, 'nobody is signed in');
    await page.finish();
  });
}

test('abuse_f05_an_answer_for_one_provider_is_nothing_to_another_and_comes_once', async () => {
  psc.person = camille('f:1:melange');
  const page = await open();
  const came = [];
  page.context().on('request', (asked) => { if (asked.url().includes('/connexion/retour/')) came.push(asked.url()); });
  await goThrough(page, 'Se connecter avec Pro Santé Connect');
  assert.match(page.url(), /\/mon-espace$/);
  for (const again of [came[0], came[0].replace('/psc', '/agence')]) {
    const answer = await page.goto(again);
    assert.equal(answer.status(), 409);
    await inspect(page);
  }
  await page.finish();
});

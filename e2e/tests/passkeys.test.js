// Passkeys in Chromium, with an authenticator of its own devising, on a real base that has a name.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { createAccount, password } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([
    startBrowser(), startVigie({ demonstration: false, host: 'localhost' })]);
});
after(async () => { await browser?.close(); await server?.stop(); });

/** An authenticator built into the device of `page`; answers with what alters it. */
async function authenticator(page) {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  return {
    verified: (isUserVerified) => device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    credentials: async () => (await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    /** Puts a copy of a credential, with another counter, in its place. */
    async recount(credential, signCount) {
      const { credentialId } = credential;
      await device.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
      await device.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount } });
    },
  };
}

const words = {
  fr: {
    unit: '/cellule', signIn: '/connexion', security: '/mon-espace/securite', out: 'Se déconnecter',
    add: 'Ajouter une clé d’accès', enter: 'Se connecter avec une clé d’accès', use: 'Utiliser ma clé d’accès',
    prove: '/connexion/confirmer', confirm: 'Confirmer avec ma clé d’accès', cancelled: /n’a pas répondu/,
    known: /déjà enregistrée/, stopped: /Arrêtée/, home: '/',
  },
  en: {
    unit: '/en/unit', signIn: '/en/sign-in', security: '/en/my-space/security', out: 'Sign out',
    add: 'Add a passkey', enter: 'Sign in with a passkey', use: 'Use my passkey',
    prove: '/en/sign-in/confirm', confirm: 'Confirm with my passkey', cancelled: /did not answer/,
    known: /registered already/, stopped: /Stopped/, home: '/en',
  },
};

for (const [language, width] of [['fr', 360], ['en', 1280]]) {
  test(`an analyst sets a passkey up and signs in by it alone, in ${language} at ${width} px`, async () => {
    const say = words[language];
    const email = createAccount(server, `alix${language}`, 'Alix Exemple', 'analyst');
    const page = await openPage(browser, server.address, { width, locale: language });
    const device = await authenticator(page);
    const button = (name) => page.getByRole('button', { name, exact: true });
    const arrive = (path) => page.waitForURL((url) => url.pathname === path);
    const signOut = async () => {
      await button(say.out).click();
      await arrive(say.home);
    };

    await page.goto(say.unit);
    await signInByPassword(page, email);
    // A second factor is asked for first.
    await arrive(say.security);
    await inspect(page);

    // Somebody who does not pass the check of the device is told so, and can try again.
    await device.verified(false);
    await page.fill('#passkey-name', 'Portable');
    await button(say.add).click();
    await page.locator('form[data-passkey] [role=alert]:visible').waitFor();
    assert.match(await page.textContent('form[data-passkey] [role=alert]'), say.cancelled);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'passkey', 'the focus is on the button');
    assert.equal(await page.inputValue('#passkey-name'), 'Portable');
    await inspect(page);
    await device.verified(true);
    await button(say.add).click();
    await page.locator('.codes li').first().waitFor();
    const codes = await page.locator('.codes li').allTextContents();
    assert.equal(codes.length, 10);
    await page.locator('main a.go').click();
    assert.equal(new URL(page.url()).pathname, say.unit, 'and on to what was asked for');

    // The same device is not asked twice.
    await visit(page, say.security);
    assert.match(await page.textContent('.held'), /Portable/);
    await button(say.add).click();
    await page.locator('form[data-passkey] [role=alert]:visible').waitFor();
    assert.match(await page.textContent('form[data-passkey] [role=alert]'), say.known);

    // Out, and in by the passkey alone.
    await signOut();
    await visit(page, `${say.signIn}?vers=${say.unit}`);
    await button(say.enter).click();
    await arrive(say.unit);
    await inspect(page);

    // To prove again, and as a second factor.
    await visit(page, `${say.prove}?vers=${say.security}`);
    await button(say.confirm).click();
    await arrive(say.security);
    await signOut();
    await page.goto(`${say.signIn}?vers=${say.unit}`);
    await signInByPassword(page, email);
    await button(say.use).waitFor();
    await inspect(page);
    await button(say.use).click();
    await arrive(say.unit);

    // A copy that counts less stops it: its person comes in by a recovery code, and reads why.
    const [credential] = await device.credentials();
    await device.recount(credential, 1);
    await signOut();
    await page.goto(say.signIn);
    await button(say.enter).click();
    await page.locator('#erreurs').waitFor();
    await inspect(page);
    await signInByPassword(page, email);
    await page.fill('#code', codes[0]);
    await page.press('#code', 'Enter');
    await arrive(say.unit);
    await visit(page, say.security);
    assert.match(await page.textContent('.held'), say.stopped);
    await page.finish();
  });
}

/** By the form of the password: that of the passkey stands before it. */
async function signInByPassword(page, email) {
  await page.fill('#email', email);
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
}

test('without scripts, no button of a passkey is shown and the password remains', async () => {
  const page = await openPage(browser, server.address, { javascript: false });
  await visit(page, '/connexion');
  assert.equal(await page.locator('form[data-passkey]').isVisible(), false);
  assert.equal(await page.locator('#password').isVisible(), true);
  await page.finish();
});

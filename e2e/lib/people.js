// People of a real base: accounts made as an operator makes them, and an authenticator as a telephone has one.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';

import { openPage } from './browser.js';
import { bare, program } from './server.js';

export const password = 'une phrase assez longue';
/** That of every account of the demonstration. */
export const demonstration = 'demonstration-2017';

/** Runs `vigie ARGS…` beside a server, as its operator would; answers with what it printed. */
export function operate(server, args, input = '') {
  const ran = spawnSync(program, args, {
    env: { ...bare(), ...server.demonstration, VIGIE_DATA_DIR: server.data, VIGIE_BASE_URL: server.address, ...server.database },
    input, encoding: 'utf8',
  });
  assert.equal(ran.status, 0, `vigie ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout.trim();
}

/** An account with a password, and these roles. */
export function createAccount(server, login, name, ...roles) {
  const email = `${login}@vigie.example`;
  const given = roles.flatMap((role) => ['--role', role]);
  operate(server, ['account', 'create', '--email', email, '--name', name, ...given], `${password}\n`);
  return email;
}

/** The code of an authenticator (RFC 6238) whose clock is `off` seconds wrong. */
export function totp(secret, off = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll(' ', '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + off) / 30)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

/** Signs in by password, from the page where one was sent. */
export async function signIn(page, email, typed = password) {
  await page.fill('#email', email);
  await page.fill('#password', typed);
  await page.click('main form button');
}

/** A page at the console, where somebody of the demonstration signed in. */
export async function atConsole(browser, server, unit, name, options) {
  const page = await openPage(browser, server.address, options);
  await page.goto(unit);
  await signIn(page, `${name}@vigie.example`, demonstration);
  await page.waitForURL((url) => url.pathname === unit);
  return page;
}

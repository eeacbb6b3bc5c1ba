// A real provider of identities (npm's oidc-provider), and somebody between it and the program who can make it lie.

import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, request } from 'node:http';

import { Provider } from 'oidc-provider';

export const client = { id: 'vigie', secret: 'a secret of the tests only' };

const base64url = (value) => Buffer.from(value).toString('base64url');

/** A key pair for signatures: `RS256` or `ES256`. */
function newKey(alg, kid) {
  const { privateKey } = alg === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { alg, kid, privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' } };
}

/** A JWT of these claims, signed with a key as its algorithm wants. */
function jwt(header, claims, key) {
  const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  const how = key.alg === 'RS256' ? key.privateKey : { key: key.privateKey, dsaEncoding: 'ieee-p1363' };
  return `${signed}.${sign('sha256', Buffer.from(signed), how).toString('base64url')}`;
}

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

/**
 * Listens at `address`. `opens(redirect)` lets people be sent back there; `person` is whoever signs in, `level` and `methods` what is
 * said of how. `wallet: true` has its document where Pro Santé Connect has it, and only there. `rotates()` changes its keys.
 *
 * Between it and the program somebody may lie: `lies.claims` changes what an ID token says and signs it as the provider would,
 * `lies.token` changes the token itself, `lies.back` the address to which the browser is sent back; `lies.silent` hangs up.
 */
export async function startProvider({ wallet = false, alg = 'RS256' } = {}) {
  let key = newKey(alg, 'first');
  let provider;
  let redirects = [];
  const self = { person: { sub: 'somebody' }, level: undefined, methods: ['pwd'], lies: {}, codes: [] };

  const inner = createServer((incoming, outgoing) => {
    const [, , uid] = incoming.url.split('/');
    if (!incoming.url.startsWith('/interaction/')) return provider.callback()(incoming, outgoing);
    if (incoming.method === 'GET') {
      outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      return outgoing.end(`<!DOCTYPE html><html lang="fr"><title>Ailleurs</title><body><main><h1>Ailleurs</h1>
        <form method="post" action="/interaction/${uid}/yes"><button>C’est moi</button></form>
        <form method="post" action="/interaction/${uid}/no"><button>Renoncer</button></form></main></body></html>`);
    }
    const result = incoming.url.endsWith('/yes')
      ? { login: { accountId: self.person.sub, acr: self.level, amr: self.methods, remember: false } }
      : { error: 'access_denied' };
    return provider.interactionFinished(incoming, outgoing, result).catch((error) => outgoing.destroy(error));
  });
  await new Promise((resolve) => { inner.listen(0, '127.0.0.1', resolve); });

  const front = createServer((incoming, outgoing) => {
    const document = '/.well-known/openid-configuration';
    const own = wallet ? '/.well-known/wallet-openid-configuration' : document;
    if (wallet && incoming.url === document) return outgoing.writeHead(404).end();
    if (incoming.url === '/token' && self.lies.silent) return outgoing.destroy();
    const path = incoming.url === own ? document : incoming.url;
    const onwards = request({ port: inner.address().port, host: '127.0.0.1', path, method: incoming.method, headers: incoming.headers });
    onwards.on('error', () => outgoing.destroy());
    onwards.on('response', async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      let body = Buffer.concat(chunks);
      const headers = { ...answer.headers };
      if (path === '/token' && answer.statusCode === 200) {
        const tokens = JSON.parse(body);
        const told = self.lies.claims?.(claimsOf(tokens.id_token));
        if (told) tokens.id_token = jwt({ alg: key.alg, kid: key.kid, typ: 'JWT' }, told, key);
        tokens.id_token = self.lies.token?.(tokens.id_token) ?? tokens.id_token;
        body = Buffer.from(JSON.stringify(tokens));
      }
      if (redirects.some((redirect) => headers.location?.startsWith(redirect))) {
        const back = new URL(headers.location);
        self.codes.push(back.searchParams.get('code'));
        self.lies.back?.(back.searchParams);
        headers.location = back.href;
      }
      delete headers['transfer-encoding'];
      outgoing.writeHead(answer.statusCode, { ...headers, 'content-length': body.length });
      outgoing.end(body);
    });
    incoming.pipe(onwards);
  });
  await new Promise((resolve) => { front.listen(0, '127.0.0.1', resolve); });
  const address = `http://127.0.0.1:${front.address().port}`;

  const made = () => new Provider(address, {
    clients: [{
      client_id: client.id, client_secret: client.secret, redirect_uris: redirects, grant_types: ['authorization_code'],
      response_types: ['code'], id_token_signed_response_alg: key.alg,
    }],
    jwks: { keys: [key.jwk] },
    cookies: { keys: ['a key of the tests only'] },
    scopes: ['openid', 'profile', 'scope_all'],
    acrValues: ['eidas1'],
    claims: {
      openid: ['sub'], profile: ['given_name', 'family_name', 'email'],
      scope_all: ['SubjectNameID', 'SubjectRefPro', 'given_name', 'family_name'],
      amr: null, auth_time: null,
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...self.person, sub }) }),
    // Nobody is asked whether they agree: the operator of both houses did.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: client.id, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile scope_all');
      await grant.save();
      return grant;
    },
  });

  return Object.assign(self, {
    address,
    opens(...addresses) {
      redirects = addresses;
      provider = made();
    },
    rotates() {
      key = newKey(alg, `later-${self.codes.length}`);
      provider = made();
    },
    /** The public key as anybody can read it, for whoever takes it for a secret. */
    publicKey: () => createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }),
    async stop() {
      for (const one of [front, inner]) {
        one.closeAllConnections();
        one.close();
      }
    },
  });
}

/** The same claims, unsigned. */
export function unsigned(token) {
  return `${base64url(JSON.stringify({ alg: 'none', typ: 'JWT' }))}.${token.split('.')[1]}.`;
}

/** The same claims, signed with a text that is taken for a shared secret. */
export function hmacSigned(token, secret) {
  const signed = `${base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))}.${token.split('.')[1]}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

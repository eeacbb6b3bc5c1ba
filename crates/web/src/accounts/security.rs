//! What protects one's own account: password, second factors, recovery codes, sessions, tokens of programs.

use access::{Caller, Permission};
use accounts::{Enrolment, Factor, Identity, Session, SignedIn, Token};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use qrcodegen::{QrCode, QrCodeEcc};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{PasskeyForm, SESSION_COOKIE, chosen_password, ours, place, providers};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

/// Where moments on these pages are told: the cell's own time.
const ZONE: &str = "Europe/Paris";
/// Days that a token may live, as the page offers them.
const TOKEN_DAYS: [&str; 3] = ["30", "90", "365"];

#[derive(Template)]
#[template(path = "accounts/security.html")]
struct SecurityPage<'a> {
    shell: Shell<'a>,
    token: String,
    towards: String,
    errors: Vec<(String, String)>,
    /// A role waits for a second factor.
    waits: bool,
    factors: Vec<FactorLine>,
    passkey: Option<PasskeyForm>,
    /// Who they are at providers.
    identities: Vec<IdentityLine>,
    /// Providers to which no identity is linked: their names, and how people read them.
    providers: Vec<(String, String)>,
    recovery_codes: i64,
    password: Vec<FieldView>,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    token_fields: Vec<FieldView>,
    new_token: Option<String>,
}

struct FactorLine {
    id: Id,
    title: String,
    said: String,
    /// Why it opens nothing any more.
    stopped: Option<String>,
}

struct IdentityLine {
    id: Id,
    title: String,
    said: String,
    facilities: Vec<String>,
}

struct SessionLine {
    id: Id,
    title: String,
    said: String,
    here: bool,
}

struct TokenLine {
    id: Id,
    title: String,
    said: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "accounts/authenticator.html")]
struct AuthenticatorPage<'a> {
    shell: Shell<'a>,
    token: String,
    towards: String,
    errors: Vec<(String, String)>,
    fields: Vec<FieldView>,
    secret: String,
    /// The QR code: how many squares a side has, and the path of the dark ones.
    side: i32,
    path: String,
}

#[derive(Template)]
#[template(path = "accounts/recovery.html")]
struct RecoveryPage<'a> {
    shell: Shell<'a>,
    codes: Vec<String>,
    onwards: String,
}

/// `/mon-espace/securite`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.person().await?;
    page(&visit, &caller, &[], None, StatusCode::OK).await
}

pub(super) async fn page(
    visit: &Visit,
    caller: &Caller,
    refusals: &[Refusal],
    new_token: Option<String>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let fail = |problem: Problem| visit.problem(problem);
    let (accounts, words) = (&visit.site.services.accounts, &visit.words);
    let person = caller.person().ok_or_else(|| fail(Refused::SignInFirst.into()))?;
    let security = accounts.security(caller).await.map_err(fail)?;
    let sessions = accounts.sessions(caller).await.map_err(fail)?;
    let tokens = accounts.own_tokens(caller).await.map_err(fail)?;
    let mut shell = Shell::new(visit, words.t("page-security"), "security");
    shell.person = Some(person.name.clone());
    let mut identities = Vec::new();
    for identity in &security.identities {
        identities.push(identity_line(visit, caller, identity).await?);
    }
    let mut password = Vec::new();
    if security.has_password {
        password.push(asked(visit, "before", Shape::Secret, refusals));
    }
    if security.has_address {
        password.push(chosen_password(visit, refusals));
    }
    let asked_for = visit.parameter("vers");
    let towards = visit.sent.get("vers").and_then(|sent| sent.first()).unwrap_or(&asked_for);
    let towards = ours(towards).unwrap_or_default().to_owned();
    let page = SecurityPage {
        token: forms::token(visit),
        passkey: PasskeyForm::new(visit, "add", &towards),
        towards,
        errors: errors(visit, refusals),
        waits: !person.withheld.is_empty(),
        factors: security.factors.iter().map(|factor| factor_line(visit, factor)).collect(),
        providers: unlinked(visit, &security.identities),
        identities,
        recovery_codes: security.recovery_codes,
        password,
        sessions: sessions.iter().map(|session| session_line(visit, session, person.session)).collect(),
        tokens: tokens.iter().map(|token| token_line(visit, token)).collect(),
        token_fields: token_fields(visit, person, refusals),
        new_token,
        shell,
    };
    Ok(Answer::page(visit, status, &page))
}

fn factor_line(visit: &Visit, factor: &Factor) -> FactorLine {
    let words = &visit.words;
    let kind = words.t(&format!("factor-{}", factor.kind.code()));
    let title = if factor.name.is_empty() { kind } else { format!("{kind} – {}", factor.name) };
    let used = factor.used_at.map_or_else(|| words.t("never"), |at| words.moment(at, ZONE));
    FactorLine {
        id: factor.id,
        title,
        said: words.t2("factor-said", "since", words.moment(factor.created_at, ZONE), "used", used),
        stopped: factor.stopped_at.map(|at| words.t1("passkey-stopped", "when", words.moment(at, ZONE))),
    }
}

/// The providers to which one may still link who one is.
fn unlinked(visit: &Visit, identities: &[Identity]) -> Vec<(String, String)> {
    let providers = visit.site.services.accounts.providers().iter();
    let free = providers.filter(|provider| !identities.iter().any(|i| i.provider == provider.name));
    free.map(|provider| (provider.name.clone(), provider.label.clone())).collect()
}

async fn identity_line(visit: &Visit, caller: &Caller, identity: &Identity) -> Result<IdentityLine, Answer> {
    let words = &visit.words;
    let label = providers::label(visit, &identity.provider);
    let used = identity.used_at.map_or_else(|| words.t("never"), |at| words.moment(at, ZONE));
    Ok(IdentityLine {
        id: identity.id,
        title: if identity.number.is_empty() { label } else { format!("{label} – {}", identity.number) },
        said: words.t2("factor-said", "since", words.moment(identity.created_at, ZONE), "used", used),
        facilities: providers::facilities(visit, caller, &identity.facilities).await?,
    })
}

fn session_line(visit: &Visit, session: &Session, here: Id) -> SessionLine {
    let words = &visit.words;
    SessionLine {
        id: session.id,
        title: device(visit, &session.device),
        said: words.with(
            "session-said",
            &[
                ("since", &words.moment(session.created_at, ZONE)),
                ("seen", &words.moment(session.seen_at, ZONE)),
                ("from", &session.place),
            ],
        ),
        here: session.id == here,
    }
}

fn token_line(visit: &Visit, token: &Token) -> TokenLine {
    let words = &visit.words;
    let open = token.revoked_at.is_none() && token.expires_at > visit.now();
    let until = words.moment(token.revoked_at.unwrap_or(token.expires_at), ZONE);
    let key = if token.revoked_at.is_some() { "token-revoked" } else { "token-until" };
    TokenLine { id: token.id, title: token.scopes.join(", "), said: words.t1(key, "when", until), open }
}

/// What a browser says of itself, as people name it.
fn device(visit: &Visit, said: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| said.contains(sign)).map(|n| n.1);
    // The order matters: each of these claims to be those after it.
    let browser =
        first(&[("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} – {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => visit.words.t("device-unknown"),
    }
}

fn token_fields(visit: &Visit, person: &access::Person, refusals: &[Refusal]) -> Vec<FieldView> {
    let chosen = |name: &str, value: &str| {
        visit.sent.get(name).is_some_and(|values| values.iter().any(|chosen| chosen == value))
    };
    let held = |permission: Permission| person.standings.iter().any(|s| access::holds(s.role, permission));
    if !Permission::ALL.iter().any(|permission| held(*permission)) {
        return Vec::new();
    }
    let scopes = Permission::ALL.iter().filter(|permission| held(**permission)).map(|permission| {
        let code = permission.code().to_owned();
        let picked = chosen("scopes", &code);
        (code.clone(), code, picked)
    });
    let days = TOKEN_DAYS.iter().map(|days| {
        let first = visit.sent.is_empty() && *days == "90";
        ((*days).to_owned(), visit.words.t1("token-days", "days", days), first || chosen("days", days))
    });
    vec![
        asked(visit, "scopes", Shape::Boxes, refusals).choosing(scopes),
        asked(visit, "days", Shape::Radios, refusals).choosing(days),
    ]
}

/// Everything that one does on the page, each a form of its own.
pub(crate) async fn act(Path(act): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let accounts = &visit.site.services.accounts;
    let caller = visit.person().await?;
    let done = match act.as_str() {
        "totp" => {
            accounts.totp_begin(&caller).await.map_err(|problem| visit.problem(problem))?;
            return Ok(Answer::redirect(&with_towards(visit.href("authenticator"), form.value("vers"))));
        }
        "recovery" => {
            let codes = accounts.recovery_codes(&caller).await.map_err(|problem| visit.problem(problem))?;
            return Ok(recovery(visit, codes, visit.href("security"), None));
        }
        "token" => match token(&form, &caller).await {
            Ok(token) => return page(visit, &caller, &[], Some(token), StatusCode::OK).await,
            Err(problem) => Err(problem),
        },
        "identity-link" => return providers::link(visit, &caller, form.value("provider")).await,
        "password" => {
            match accounts.change_password(&caller, form.value("before"), form.value("password")).await {
                Ok(token) => {
                    let cookie = visit.set_cookie("vigie", Some(&token), SESSION_COOKIE);
                    return Ok(Answer::redirect(&visit.href("security")).cookie(&cookie));
                }
                Err(problem) => Err(problem),
            }
        }
        "sessions-end" => accounts.end_other_sessions(&caller).await,
        act => match Id::parse(form.value("id")) {
            Ok(id) => match act {
                "identity-remove" => accounts.identity_remove(&caller, id).await,
                "factor-remove" => accounts.factor_remove(&caller, id).await,
                "session-end" => accounts.end_session(&caller, id).await,
                "token-revoke" => accounts.token_revoke(&caller, id).await,
                _ => Err(Refused::NotFound.into()),
            },
            Err(_) => Err(Refused::NotFound.into()),
        },
    };
    match done {
        Ok(()) => Ok(Answer::redirect(&visit.href("security"))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &refusals, None, status).await
        }
    }
}

async fn token(form: &Form, caller: &Caller) -> Result<String, Problem> {
    let accounts = &form.visit.site.services.accounts;
    let scopes = form.typed.get("scopes").cloned().unwrap_or_default();
    if scopes.is_empty() {
        return Err(Refused::invalid(Refusal::new("required").at("scopes")).into());
    }
    let own = accounts.own_email(caller).await?;
    accounts.token_create(caller, &own, &scopes, form.value("days").parse().unwrap_or(90)).await
}

fn with_towards(page: String, towards: &str) -> String {
    match ours(towards) {
        Some(towards) => format!("{page}?vers={}", forms::encode(towards)),
        None => page,
    }
}

/// `/mon-espace/securite/application`
pub(crate) async fn authenticator(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.person().await?;
    authenticator_page(&visit, &caller, &visit.parameter("vers"), &[], StatusCode::OK).await
}

async fn authenticator_page(
    visit: &Visit,
    caller: &Caller,
    towards: &str,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let pending = visit.site.services.accounts.totp_pending(caller).await.map_err(|p| visit.problem(p))?;
    let Some(Enrolment { secret, uri }) = pending else {
        return Ok(Answer::redirect(&with_towards(visit.href("security"), towards)));
    };
    let Ok(code) = QrCode::encode_text(&uri, QrCodeEcc::Medium) else {
        let failure = vocabulary::Failure::new("draw a QR code", "the address is too long");
        return Err(visit.problem(failure.into()));
    };
    let page = AuthenticatorPage {
        shell: Shell::new(visit, visit.words.t("page-authenticator"), "security"),
        token: forms::token(visit),
        towards: towards.to_owned(),
        errors: errors(visit, refusals),
        fields: vec![
            asked(visit, "code", Shape::Line, refusals),
            asked(visit, "name", Shape::Line, refusals),
        ],
        secret: grouped(&secret),
        side: code.size() + 8,
        path: squares(&code),
    };
    Ok(Answer::page(visit, status, &page))
}

/// The dark squares as one path, with the quiet zone of four that the standard asks for (ISO/IEC 18004).
fn squares(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    path
}

fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The first code of the authenticator was typed.
pub(crate) async fn confirm_authenticator(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.person().await?;
    let accounts = &visit.site.services.accounts;
    let towards = form.value("vers");
    match accounts.totp_confirm(&caller, form.value("name"), form.value("code"), place(visit)).await {
        Ok((signed, codes)) => Ok(added(visit, &signed, codes, towards)),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            authenticator_page(visit, &caller, towards, &refusals, status).await
        }
    }
}

/// A factor was added: onwards, by the recovery codes when these are the first, under the session that it proved.
pub(super) fn added(visit: &Visit, signed: &SignedIn, codes: Vec<String>, towards: &str) -> Answer {
    let onwards = ours(towards).map_or_else(|| visit.href("security"), str::to_owned);
    let cookie = visit.set_cookie("vigie", Some(&signed.token), SESSION_COOKIE);
    if codes.is_empty() {
        return Answer::redirect(&onwards).cookie(&cookie);
    }
    recovery(visit, codes, onwards, Some(cookie))
}

/// Recovery codes, shown this once.
fn recovery(visit: &Visit, codes: Vec<String>, onwards: String, cookie: Option<String>) -> Answer {
    let shell = Shell::new(visit, visit.words.t("recovery-title"), "security");
    let answer = Answer::ok(visit, &RecoveryPage { shell, codes, onwards });
    match cookie {
        Some(cookie) => answer.cookie(&cookie),
        None => answer,
    }
}

//! Signing in at a provider of identities: leaving for it, and coming back.
//!
//! The way there is a link, not a form: what a form leads to must be this very site (`form-action`). It is followed from our
//! own pages only, so that no other site sends anybody off. The way back is one address a provider, the French one, since it
//! is registered there; the reader's language comes back with them.

use access::Caller;
use accounts::{Arrived, Back, Errand, Purpose};
use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
};
use vocabulary::{FinessNumber, Language, Problem, Refusal, Refused};

use super::{come_in, ours, place};
use crate::{
    addresses,
    answer::{Answer, Shell, refusal_text},
    forms,
    locale::Words,
    visit::Visit,
};

/// The cookie that waits for somebody who is away, and its seconds.
const AWAY: &str = "depart";
const AWAY_LIFE: i64 = 600;

#[derive(Template)]
#[template(path = "accounts/provider.html")]
struct ProviderPage<'a> {
    shell: Shell<'a>,
    lead: String,
    more: Option<String>,
    /// Where to go, and the words for it, the likeliest first.
    ways: Vec<Way>,
}

/// A way to go on.
pub(crate) struct Way {
    pub(crate) href: String,
    pub(crate) text: String,
}

/// Providers where one signs in, as links of a page.
pub(crate) fn ways_in(visit: &Visit, towards: &str) -> Vec<Way> {
    let providers = visit.site.services.accounts.providers();
    let way = |provider: &accounts::Provider| Way {
        href: departure(visit, &provider.name, "", towards),
        text: visit.words.t1("provider-go", "provider", &provider.label),
    };
    providers.iter().map(way).collect()
}

/// The address of a departure.
fn departure(visit: &Visit, name: &str, errand: &str, towards: &str) -> String {
    let given = [("but", errand), ("vers", ours(towards).unwrap_or_default())];
    let query: Vec<String> = given
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", forms::encode(value)))
        .collect();
    let page = visit.href_to("provider", &[name]);
    if query.is_empty() { page } else { format!("{page}?{}", query.join("&")) }
}

/// Where a provider sends browsers back: exactly this is registered there.
pub(crate) fn return_address(visit: &Visit, name: &str) -> String {
    let path = addresses::href("provider-return", Language::Fr, &[name]);
    format!("{}{path}", visit.site.settings.base_url)
}

/// `/connexion/fournisseur/{name}`
pub(crate) async fn leave(Path(name): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    if !forms::same_origin(&visit) {
        return Ok(Answer::redirect(&visit.href("sign-in")));
    }
    let again = visit.parameter("but") == "confirmer";
    let caller = if again { visit.person().await? } else { Caller::Nobody };
    let purpose = if again { Purpose::Prove } else { Purpose::SignIn };
    match begun(&visit, &caller, &name, purpose, &visit.parameter("vers")).await {
        Ok((address, cookie)) => Ok(Answer::redirect(&address).cookie(&cookie)),
        Err(problem) => failed(&visit, &name, purpose, &visit.parameter("vers"), problem),
    }
}

/// Where the browser goes, and the cookie that waits for it.
async fn begun(
    visit: &Visit,
    caller: &Caller,
    name: &str,
    purpose: Purpose,
    towards: &str,
) -> Result<(String, String), Problem> {
    // What is longer than any address of ours would not fit in a cookie.
    let towards = ours(towards).filter(|towards| towards.len() <= 300).unwrap_or_default().to_owned();
    let errand = Errand { purpose, language: visit.language(), towards };
    let back = return_address(visit, name);
    let gone = visit.site.services.accounts.provider_begin(caller, name, errand, &back, &visit.bond).await?;
    Ok((gone.address, visit.set_cookie(AWAY, Some(&gone.sealed), AWAY_LIFE)))
}

/// Somebody signed in links who they are elsewhere: a page of ours says what will happen, and leads there.
pub(crate) async fn link(visit: &Visit, caller: &Caller, name: &str) -> Result<Answer, Answer> {
    match begun(visit, caller, name, Purpose::Link, &visit.href("security")).await {
        Ok((address, cookie)) => {
            let words = &visit.words;
            let label = label(visit, name);
            let mut shell =
                Shell::new(visit, words.t1("provider-link-title", "provider", &label), "security");
            shell.person = caller.person().map(|person| person.name.clone());
            let page = ProviderPage {
                shell,
                lead: words.t1("provider-link-lead", "provider", &label),
                more: None,
                ways: vec![
                    Way { href: address, text: words.t1("provider-link-go", "provider", &label) },
                    Way { href: visit.href("security"), text: words.t("provider-link-not") },
                ],
            };
            Ok(Answer::ok(visit, &page).cookie(&cookie))
        }
        Err(problem) => failed(visit, name, Purpose::Link, "", problem),
    }
}

/// Facilities by name as far as the register has them.
pub(crate) async fn facilities(
    visit: &Visit,
    caller: &Caller,
    numbers: impl IntoIterator<Item = &FinessNumber>,
) -> Result<Vec<String>, Answer> {
    let mut named = Vec::new();
    for number in numbers {
        let found = visit.site.services.directory.find(caller, *number).await;
        let found = found.map_err(|problem| visit.problem(problem))?;
        named.push(match found {
            Some(listed) => format!("{} ({number})", listed.facility.name),
            None => number.to_string(),
        });
    }
    Ok(named)
}

/// A provider as people read it; by its name once the operator took it away.
pub(crate) fn label(visit: &Visit, name: &str) -> String {
    let providers = visit.site.services.accounts.providers();
    providers
        .iter()
        .find(|provider| provider.name == name)
        .map_or_else(|| name.to_owned(), |p| p.label.clone())
}

/// `/connexion/retour/{name}`
pub(crate) async fn come_back(Path(name): Path<String>, mut visit: Visit) -> Result<Answer, Answer> {
    let given = |name: &str| visit.parameter(name);
    let back = Back {
        state: given("state"),
        code: given("code"),
        error: given("error"),
        issuer: Some(given("iss")).filter(|issuer| !issuer.is_empty()),
    };
    // Nothing was brought back: somebody only looks.
    if back.state.is_empty() && back.code.is_empty() && back.error.is_empty() {
        return Ok(Answer::redirect(&visit.href("sign-in")));
    }
    let accounts = visit.site.services.accounts.clone();
    let sealed = visit.cookie(AWAY).unwrap_or_default().to_owned();
    let errand = accounts.provider_errand(&sealed, &visit.bond);
    if let Some(errand) = &errand {
        visit.words = Words::new(visit.site.locales.clone(), errand.language);
    }
    // What was brought back is in no link of the pages that follow.
    visit.path = visit.href_to("provider-return", &[&name]);
    visit.query = String::new();
    let (purpose, towards) =
        errand.map_or((Purpose::SignIn, String::new()), |errand| (errand.purpose, errand.towards));
    let caller = visit.staff().await?;
    let arrived = accounts.provider_return(&caller, &name, &sealed, &visit.bond, back, place(&visit)).await;
    let answer = match arrived {
        Ok(Arrived::SignedIn(signed)) => come_in(&visit, &signed, &towards).await,
        Ok(Arrived::Linked | Arrived::Proved) => {
            Answer::redirect(ours(&towards).unwrap_or(&visit.href("security")))
        }
        Err(problem) => failed(&visit, &name, purpose, &towards, problem)?,
    };
    Ok(answer.cookie(&visit.set_cookie(AWAY, None, 0)))
}

/// One page for whatever did not come of it: what happened, and how to go on.
fn failed(
    visit: &Visit,
    name: &str,
    purpose: Purpose,
    towards: &str,
    problem: Problem,
) -> Result<Answer, Answer> {
    let Problem::Refused(Refused::Conflict(refusal)) = &problem else { return Err(visit.problem(problem)) };
    let status = match refusal.code {
        "provider-unreachable" => StatusCode::SERVICE_UNAVAILABLE,
        "provider-doubtful" | "provider-no-account" => StatusCode::FORBIDDEN,
        _ => StatusCode::CONFLICT,
    };
    let answer = Answer::page(visit, status, &failure_page(visit, name, purpose, towards, refusal));
    Ok(match status {
        StatusCode::SERVICE_UNAVAILABLE => answer.with(header::RETRY_AFTER, "60"),
        _ => answer,
    })
}

fn failure_page<'a>(
    visit: &'a Visit,
    name: &str,
    purpose: Purpose,
    towards: &str,
    refusal: &Refusal,
) -> ProviderPage<'a> {
    let (words, settings) = (&visit.words, &visit.site.settings);
    let again =
        |errand| Way { href: departure(visit, name, errand, towards), text: words.t("provider-again") };
    let otherwise = Way { href: visit.href("sign-in"), text: words.t("provider-otherwise") };
    let security = Way { href: visit.href("security"), text: words.t("page-security") };
    let unknown = refusal.code == "provider-no-account";
    ProviderPage {
        shell: Shell::new(visit, words.t1("provider-failed", "provider", label(visit, name)), "sign-in"),
        lead: refusal_text(words, refusal),
        more: unknown.then(|| words.t2("provider-ask", "email", &settings.email, "phone", &settings.phone)),
        ways: match purpose {
            Purpose::SignIn if unknown => vec![otherwise],
            Purpose::SignIn => vec![again(""), otherwise],
            Purpose::Prove => vec![again("confirmer"), security],
            Purpose::Link => vec![security],
        },
    }
}

/// Where somebody may prove again that it is them, beside here.
pub(crate) fn prove_elsewhere(visit: &Visit, security: &accounts::Security, towards: &str) -> Vec<Way> {
    let providers = visit.site.services.accounts.providers();
    let held =
        |provider: &&accounts::Provider| security.identities.iter().any(|i| i.provider == provider.name);
    let way = |provider: &accounts::Provider| Way {
        href: departure(visit, &provider.name, "confirmer", towards),
        text: visit.words.t1("provider-prove", "provider", &provider.label),
    };
    providers.iter().filter(held).map(way).collect()
}

/// The page of that proof, for somebody who has no other.
pub(crate) fn prove_page(visit: &Visit, ways: Vec<Way>) -> Answer {
    let shell = Shell::new(visit, visit.words.t("page-prove"), "prove");
    let page = ProviderPage { shell, lead: visit.words.t("prove-lead"), more: None, ways };
    Answer::ok(visit, &page)
}

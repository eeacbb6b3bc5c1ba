//! The accounts of others, for those who manage them: who is there, inviting, roles, and closing.

use access::{Caller, Reach, Role, Standing, permit};
use accounts::{Identity, NewPerson, Record, parse_standing};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Language, Problem, Refusal, Refused, Region};

use super::providers;
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct List<'a> {
    shell: Shell<'a>,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    email: String,
    href: String,
    roles: Vec<String>,
    state: String,
}

#[derive(Template)]
#[template(path = "accounts/invite.html")]
struct InvitePage<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    fields: Vec<FieldView>,
    roles: Vec<FieldView>,
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    record: Record,
    state: String,
    said: Vec<(String, String)>,
    roles: Vec<FieldView>,
    own: bool,
}

/// Whoever may not manage accounts learns nothing of them.
async fn manager(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::AccountManage>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok(caller)
}

pub(crate) fn shell<'a>(visit: &'a Visit, caller: &Caller, title: String) -> Shell<'a> {
    Shell::console(visit, caller, title, "accounts")
}

/// `/administration/comptes`
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let caller = manager(&visit).await?;
    let listed = visit.site.services.accounts.list(&caller).await.map_err(|p| visit.problem(p))?;
    let lines = listed
        .into_iter()
        .map(|(account, standings)| Line {
            href: visit.href_to("account", &[&account.id.to_string()]),
            roles: standings.iter().map(|standing| standing_words(&visit, standing)).collect(),
            state: visit.words.t(state(account.disabled_at.is_some(), account.is_invited())),
            email: if account.has_address() { account.email } else { "–".to_owned() },
            name: account.name,
        })
        .collect();
    let page = List { shell: shell(&visit, &caller, visit.words.t("page-accounts")), lines };
    Ok(Answer::ok(&visit, &page))
}

const fn state(disabled: bool, invited: bool) -> &'static str {
    match (disabled, invited) {
        (true, _) => "account-disabled",
        (false, true) => "account-invited",
        (false, false) => "account-open",
    }
}

/// A role and where it reaches, in words: `Agence régionale de santé : Bretagne`.
pub(crate) fn standing_words(visit: &Visit, standing: &Standing) -> String {
    let role = visit.words.t(&format!("role-{}", standing.role.code()));
    let places = match &standing.reach {
        Reach::Nation => return role,
        Reach::Regions(regions) => regions.iter().map(|region| region.name().to_owned()).collect::<Vec<_>>(),
        Reach::Facilities(numbers) => numbers.iter().map(ToString::to_string).collect(),
    };
    visit.words.t2("role-reaching", "role", role, "places", places.join(", "))
}

/// The same, each facility by its name.
pub(crate) async fn standing_named(
    visit: &Visit,
    caller: &Caller,
    standing: &Standing,
) -> Result<String, Answer> {
    let Reach::Facilities(numbers) = &standing.reach else { return Ok(standing_words(visit, standing)) };
    let role = visit.words.t(&format!("role-{}", standing.role.code()));
    let places = providers::facilities(visit, caller, numbers).await?.join(", ");
    Ok(visit.words.t2("role-reaching", "role", role, "places", places))
}

/// `/administration/comptes/inviter`
pub(crate) async fn invite_form(visit: Visit) -> Result<Answer, Answer> {
    let caller = manager(&visit).await?;
    Ok(invite_page(&visit, &caller, &[], StatusCode::OK))
}

fn invite_page(visit: &Visit, caller: &Caller, refusals: &[Refusal], status: StatusCode) -> Answer {
    let languages = Language::ALL.map(|language| {
        let tag = language.tag();
        let picked =
            visit.sent.get("language").map_or(language == Language::Fr, |sent| sent.iter().any(|s| s == tag));
        (tag.to_owned(), visit.words.t(&format!("language-{tag}")), picked)
    });
    let page = InvitePage {
        shell: shell(visit, caller, visit.words.t("page-invite")),
        token: forms::token(visit),
        errors: errors(visit, refusals),
        fields: vec![
            FieldView { autocomplete: "off", ..asked(visit, "email", Shape::Line, refusals) },
            asked(visit, "name", Shape::Line, refusals),
            asked(visit, "language", Shape::Radios, refusals).choosing(languages),
        ],
        roles: role_fields(visit, &[], refusals),
    };
    Answer::page(visit, status, &page)
}

/// The fields that say what somebody is: roles, and where those that have a place reach. What was sent comes before what is.
fn role_fields(visit: &Visit, held: &[Standing], refusals: &[Refusal]) -> Vec<FieldView> {
    let sent = |name: &str, value: &str| {
        visit.sent.get(name).is_some_and(|values| values.iter().any(|chosen| chosen == value))
    };
    let fresh = visit.sent.is_empty();
    let roles = Role::ALL.map(|role| {
        let is = held.iter().any(|standing| standing.role == role);
        let code = role.code();
        (
            code.to_owned(),
            visit.words.t(&format!("role-{code}")),
            if fresh { is } else { sent("roles", code) },
        )
    });
    let regions = Region::all().map(|region| {
        let reaches = |s: &Standing| matches!(&s.reach, Reach::Regions(regions) if regions.contains(&region));
        let is = held.iter().any(reaches);
        let code = region.code();
        (code.to_owned(), region.name().to_owned(), if fresh { is } else { sent("regions", code) })
    });
    let mut facilities = FieldView { optional: true, ..asked(visit, "facilities", Shape::Line, refusals) };
    if fresh {
        let numbers = held.iter().filter_map(|standing| match &standing.reach {
            Reach::Facilities(numbers) => Some(numbers.iter().map(ToString::to_string)),
            _ => None,
        });
        facilities.value = numbers.flatten().collect::<Vec<_>>().join(" ");
    }
    vec![
        asked(visit, "roles", Shape::Boxes, refusals).choosing(roles),
        asked(visit, "regions", Shape::Boxes, refusals).choosing(regions),
        facilities,
    ]
}

/// What somebody is, as the form says it.
fn standings(form: &Form) -> Result<Vec<Standing>, Problem> {
    let chosen = |name: &str| form.typed.get(name).map(Vec::as_slice).unwrap_or_default();
    let (mut standings, mut refusals) = (Vec::new(), Vec::new());
    for code in chosen("roles") {
        let (text, field) = match code.as_str() {
            "ars" => (format!("ars:{}", chosen("regions").join(",")), "regions"),
            "facility-staff" => (format!("facility-staff:{}", form.value("facilities")), "facilities"),
            code => (code.to_owned(), "roles"),
        };
        match parse_standing(&text) {
            Ok(standing) => standings.push(standing),
            Err(refusal) => refusals.push(refusal.at(field)),
        }
    }
    if refusals.is_empty() { Ok(standings) } else { Err(Refused::Invalid(refusals).into()) }
}

/// Somebody is invited.
pub(crate) async fn invite(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = manager(visit).await?;
    let invited = match standings(&form) {
        Ok(standings) => {
            let new = NewPerson {
                email: form.value("email").to_owned(),
                name: form.value("name").to_owned(),
                language: Language::from_tag(form.value("language")),
                standings,
            };
            visit.site.services.accounts.invite(&caller, new).await
        }
        Err(problem) => Err(problem),
    };
    match invited {
        Ok(id) => Ok(Answer::redirect(&visit.href_to("account", &[&id.to_string()]))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            Ok(invite_page(visit, &caller, &refusals, status))
        }
    }
}

/// `/administration/comptes/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = manager(&visit).await?;
    let record = record(&visit, &caller, &id).await?;
    page(&visit, &caller, record, &[], StatusCode::OK).await
}

async fn record(visit: &Visit, caller: &Caller, id: &str) -> Result<Record, Answer> {
    let id = visit.identity(id)?;
    visit.site.services.accounts.record(caller, id).await.map_err(|problem| visit.problem(problem))
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    record: Record,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    const ZONE: &str = "Europe/Paris";
    let words = &visit.words;
    let account = &record.account;
    let factors: Vec<String> =
        record.factors.iter().map(|kind| words.t(&format!("factor-{}", kind.code()))).collect();
    let mut said = vec![
        (
            words.t("ask-email"),
            if account.has_address() { account.email.clone() } else { words.t("account-no-address") },
        ),
        (words.t("account-since"), words.moment(account.created_at, ZONE)),
        (
            words.t("security-factors"),
            if factors.is_empty() { words.t("security-no-factor") } else { factors.join(", ") },
        ),
    ];
    for identity in &record.identities {
        said.push((providers::label(visit, &identity.provider), attested(visit, caller, identity).await?));
    }
    if let Some(until) = record.code_until {
        said.push((
            words.t("account-code"),
            words.t1("account-code-until", "when", words.moment(until, ZONE)),
        ));
    }
    let page = AccountPage {
        shell: shell(visit, caller, account.name.clone()),
        token: forms::token(visit),
        errors: errors(visit, refusals),
        state: words.t(state(account.disabled_at.is_some(), account.is_invited())),
        said,
        roles: role_fields(visit, &record.standings, refusals),
        own: caller.person().is_some_and(|person| person.account == account.id),
        record,
    };
    Ok(Answer::page(visit, status, &page))
}

/// What a provider says of somebody: the number by which their profession knows them, and where they work.
async fn attested(visit: &Visit, caller: &Caller, identity: &Identity) -> Result<String, Answer> {
    let words = &visit.words;
    let facilities = providers::facilities(visit, caller, &identity.facilities).await?;
    let mut said = Vec::new();
    if !identity.number.is_empty() {
        said.push(words.t1("identity-number", "number", &identity.number));
    }
    said.push(if facilities.is_empty() {
        words.t("identity-works-nowhere")
    } else {
        words.t1("identity-works-at", "facilities", facilities.join(", "))
    });
    Ok(said.join(" "))
}

/// Everything that one does on the page of an account, each a form of its own.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = manager(visit).await?;
    let record = record(visit, &caller, &id).await?;
    let (accounts, email) = (&visit.site.services.accounts, record.account.email.as_str());
    let done = match act.as_str() {
        "roles" => match standings(&form) {
            Ok(standings) => {
                let seen = form.value("vu").parse().unwrap_or(0);
                accounts.set_standings(&caller, email, &standings, seen).await
            }
            Err(problem) => Err(problem),
        },
        "code" => accounts.send_code_again(&caller, email).await,
        "disable" => accounts.disable(&caller, email).await,
        "enable" => accounts.enable(&caller, email).await,
        // Whoever takes the factors of somebody away says that they made sure who asked.
        "factors" if form.value("sure") != "yes" => {
            Err(Refused::invalid(Refusal::new("sure-required").at("sure")).into())
        }
        "factors" => accounts.reset_factors(&caller, email).await,
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(()) => Ok(Answer::redirect(&visit.href_to("account", &[&id]))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, record, &refusals, status).await
        }
    }
}

//! Mail about what is published: asked for without an account, confirmed, changed and ended by links that mails carry. Opening a
//! link changes nothing, since scanners of mail open them; a button does.

mod choices;
pub(crate) mod sent;

use access::Caller;
use askama::Template;
use axum::http::StatusCode;
use publications::Listed;
use vocabulary::{Language, Problem, Refusal};

use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

use choices::{Chooser, asked_for};

/// Where something published stands, for readers of a language: mails name it.
pub fn publication_address(listed: &Listed, language: Language) -> String {
    crate::publications::address(listed, language)
}

/// A page that asks, with the choices where there are some.
#[derive(Template)]
#[template(path = "subscriptions/ask.html")]
struct Ask<'a> {
    shell: Shell<'a>,
    token: String,
    lead: String,
    /// Said first: what was just done.
    done: Option<String>,
    errors: Vec<(String, String)>,
    email: Option<FieldView>,
    chooser: Option<Chooser>,
    /// The link by which somebody came, for the button to carry on.
    key: String,
    action: String,
    button: String,
    links: Vec<(String, String)>,
}

/// A page that asks for nothing but a button.
#[derive(Template)]
#[template(path = "subscriptions/button.html")]
struct Button<'a> {
    shell: Shell<'a>,
    token: String,
    lead: String,
    /// What would be done, line by line.
    lines: Vec<(String, String)>,
    key: String,
    action: String,
    /// The words of the button; none once it is done.
    press: Option<String>,
    links: Vec<(String, String)>,
}

fn link(visit: &Visit, name: &str, words: &str) -> (String, String) {
    (visit.href(name), visit.words.t(words))
}

fn mail(visit: &Visit, refusals: &[Refusal]) -> FieldView {
    let mut field = asked(visit, "email", Shape::Line, refusals);
    field.hint = None;
    field.autocomplete = "email";
    field
}

/// `/abonnements`
pub(crate) async fn form(visit: Visit) -> Result<Answer, Answer> {
    if visit.parameter("envoye") == "1" {
        return Ok(on_the_way(&visit, "subscribe"));
    }
    page(&visit, &[], StatusCode::OK).await
}

/// What is answered whatever is known of the address (abuse F04).
fn on_the_way(visit: &Visit, name: &'static str) -> Answer {
    let words = &visit.words;
    let page = Button {
        shell: Shell::new(visit, words.t("subscribe-sent-title"), "subscribe"),
        token: String::new(),
        lead: words.t(if name == "subscribe" { "subscribe-sent" } else { "subscription-change-sent" }),
        lines: Vec::new(),
        key: String::new(),
        action: String::new(),
        press: None,
        links: vec![(visit.href(name), words.t("subscribe-again"))],
    };
    Answer::ok(visit, &page)
}

async fn page(visit: &Visit, refusals: &[Refusal], status: StatusCode) -> Result<Answer, Answer> {
    let words = &visit.words;
    let chooser = Chooser::new(visit, None, refusals).await?;
    let page = Ask {
        shell: Shell::new(visit, words.t("page-subscribe"), "subscribe"),
        token: forms::token(visit),
        lead: words.t("subscribe-lead"),
        done: None,
        errors: chooser.errors(visit, refusals),
        email: Some(mail(visit, refusals)),
        chooser: Some(chooser),
        key: String::new(),
        action: visit.href("subscribe"),
        button: words.t("subscribe-go"),
        links: vec![
            link(visit, "subscription-change", "subscribe-already"),
            link(visit, "privacy", "subscribe-privacy"),
        ],
    };
    Ok(Answer::page(visit, status, &page))
}

/// Somebody asks. The next page is the same whoever's the address is.
pub(crate) async fn ask(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let subscriptions = &visit.site.services.subscriptions;
    match subscriptions.ask(form.value("email"), &asked_for(&form), &visit.from).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?envoye=1", visit.href("subscribe")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &refusals, status).await
        }
    }
}

/// `/abonnements/confirmer?cle=…`: says what a button would do.
pub(crate) async fn confirm_form(visit: Visit) -> Result<Answer, Answer> {
    let key = visit.parameter("cle");
    if key.is_empty() {
        return Ok(Answer::redirect(&visit.href("subscribe")));
    }
    let opened = visit.site.services.subscriptions.pending(&key).await;
    let opened = opened.map_err(|problem| visit.problem(problem))?;
    let words = &visit.words;
    let (title, lead) = if opened.confirmed {
        ("subscription-confirmed-title", "subscription-confirmed")
    } else {
        ("page-subscription-confirm", "subscription-confirm-lead")
    };
    let mut lines = vec![(words.t("ask-email"), opened.email)];
    lines.extend(choices::lines(&visit, &opened.choices).await?);
    let page = Button {
        shell: Shell::new(&visit, words.t(title), "subscribe"),
        token: forms::token(&visit),
        lead: words.t(lead),
        lines,
        key,
        action: visit.href("subscription-confirm"),
        press: (!opened.confirmed).then(|| words.t("subscription-confirm-go")),
        links: Vec::new(),
    };
    Ok(Answer::ok(&visit, &page))
}

/// The button was pressed.
pub(crate) async fn confirm(form: Form) -> Result<Answer, Answer> {
    let (visit, key) = (&form.visit, form.value("cle"));
    let done = visit.site.services.subscriptions.confirm(&Caller::Nobody, key).await;
    done.map_err(|problem| visit.problem(problem))?;
    Ok(Answer::redirect(&keyed(visit, "subscription-confirm", key)))
}

fn keyed(visit: &Visit, name: &str, key: &str) -> String {
    format!("{}?cle={}", visit.href(name), forms::encode(key))
}

/// `/abonnements/modifier`: asks for the address; with the link that was sent there, shows what was chosen.
pub(crate) async fn change_form(visit: Visit) -> Result<Answer, Answer> {
    let key = visit.parameter("cle");
    match (key.as_str(), visit.parameter("envoye").as_str()) {
        ("", "1") => Ok(on_the_way(&visit, "subscription-change")),
        ("", _) => Ok(address_page(&visit, &[], StatusCode::OK)),
        (key, _) => choices_page(&visit, key, &[], StatusCode::OK).await,
    }
}

fn address_page(visit: &Visit, refusals: &[Refusal], status: StatusCode) -> Answer {
    let words = &visit.words;
    let page = Ask {
        shell: Shell::new(visit, words.t("page-subscription-change"), "subscribe"),
        token: forms::token(visit),
        lead: words.t("subscription-change-lead"),
        done: None,
        errors: errors(visit, refusals),
        email: Some(mail(visit, refusals)),
        chooser: None,
        key: String::new(),
        action: visit.href("subscription-change"),
        button: words.t("subscription-change-ask"),
        links: vec![link(visit, "subscribe", "page-subscribe")],
    };
    Answer::page(visit, status, &page)
}

async fn choices_page(
    visit: &Visit,
    key: &str,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    let opened = visit.site.services.subscriptions.opened(key).await;
    let opened = opened.map_err(|problem| visit.problem(problem))?;
    let chooser = Chooser::new(visit, Some(&opened.choices), refusals).await?;
    let done = (visit.parameter("fait") == "1" && !visit.sends).then(|| words.t("subscription-changed"));
    let end = opened.end.unwrap_or_default();
    let page = Ask {
        shell: Shell::new(visit, words.t("page-subscription-change"), "subscribe"),
        token: forms::token(visit),
        lead: words.t1("subscription-change-of", "email", &opened.email),
        done,
        errors: chooser.errors(visit, refusals),
        email: None,
        chooser: Some(chooser),
        key: key.to_owned(),
        action: visit.href("subscription-change"),
        button: words.t("subscription-change-go"),
        links: vec![(keyed(visit, "unsubscribe", &end), words.t("subscription-end"))],
    };
    Ok(Answer::page(visit, status, &page))
}

/// An address, to which a link is sent; or choices, by that link.
pub(crate) async fn change(form: Form) -> Result<Answer, Answer> {
    let (visit, key) = (&form.visit, form.value("cle"));
    let subscriptions = &visit.site.services.subscriptions;
    if key.is_empty() {
        return match subscriptions.ask_change(form.value("email"), visit.language(), &visit.from).await {
            Ok(()) => Ok(Answer::redirect(&format!("{}?envoye=1", visit.href("subscription-change")))),
            Err(problem) => {
                let (refusals, status) = mendable(visit, problem)?;
                Ok(address_page(visit, &refusals, status))
            }
        };
    }
    match subscriptions.change(&Caller::Nobody, key, &asked_for(&form)).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}&fait=1", keyed(visit, "subscription-change", key)))),
        Err(Problem::Refused(vocabulary::Refused::Invalid(refusals))) => {
            choices_page(visit, key, &refusals, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// `/abonnements/desinscription?cle=…`: one button, and not a word of whose it is (abuse G08).
pub(crate) async fn end_form(visit: Visit) -> Result<Answer, Answer> {
    let key = visit.parameter("cle");
    if key.is_empty() {
        return Ok(Answer::redirect(&visit.href("subscription-change")));
    }
    visit.site.services.subscriptions.ends(&key).map_err(|problem| visit.problem(problem))?;
    Ok(end_page(&visit, &key, false))
}

/// Ends it. Mail programs send this themselves (RFC 8058), from elsewhere, without our cookies and without having opened a page; the
/// link is all that it takes, and all that it does. It answers with a page: they follow no redirect.
pub(crate) async fn end(visit: Visit) -> Result<Answer, Answer> {
    let key = visit.parameter("cle");
    let done = visit.site.services.subscriptions.end(&Caller::Nobody, &key).await;
    done.map_err(|problem| visit.problem(problem))?;
    Ok(end_page(&visit, &key, true))
}

fn end_page(visit: &Visit, key: &str, done: bool) -> Answer {
    let words = &visit.words;
    let (title, lead) = if done {
        ("subscription-ended-title", "subscription-ended")
    } else {
        ("page-unsubscribe", "subscription-end-lead")
    };
    let page = Button {
        shell: Shell::new(visit, words.t(title), "subscribe"),
        token: String::new(),
        lead: words.t(lead),
        lines: Vec::new(),
        action: keyed(visit, "unsubscribe", key),
        key: String::new(),
        press: (!done).then(|| words.t("subscription-end-go")),
        links: if done {
            vec![link(visit, "subscribe", "subscribe-anew")]
        } else {
            vec![link(visit, "subscription-change", "subscription-end-rather")]
        },
    };
    Answer::ok(visit, &page)
}

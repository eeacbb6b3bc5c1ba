//! `/cellule`: the queue, its views, its filter, and one incident beside it.

use access::{Caller, Standing};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use declarations::Interrupted;
use incidents::{
    Counts, Incident, Query,
    rules::{Command, Key, State},
};
use serde_json::{Value, json};
use vocabulary::{Id, Instant, Language, Problem, Refused, Region};

use crate::{
    answer::{Answer, Shell, refusal_text},
    declarations::follow::{self, ClockLine, SectionView},
    forms::{self, Form},
    live,
    locale::Words,
    oncall::Head,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "incidents/queue.html")]
struct Queue<'a> {
    shell: Shell<'a>,
    token: String,
    views: Vec<View>,
    /// The filter as it was typed, and what is wrong with it.
    filter: String,
    wrong: Option<String>,
    facets: Vec<Facet>,
    rows: Vec<Row>,
    interrupted: Vec<(Interrupted, String)>,
    /// What waits outside working hours.
    head: Head,
    next: Option<String>,
    commands: Vec<(&'static str, String)>,
    preview: Option<Preview>,
    /// Where the page asks for what is new since it was made, and its own address.
    news: String,
    /// When that was, as it is said.
    as_of: String,
    here: String,
    keys: Vec<&'static str>,
}

/// A saved view: an address, how many it holds, whether it is the one shown.
struct View {
    title: String,
    href: String,
    count: String,
    shown: bool,
}

/// What can be added to the filter, or taken from it: address, name, whether it is there.
struct Facet {
    title: String,
    terms: Vec<(String, String, bool)>,
}

/// A line of the queue.
pub(super) struct Row {
    pub(super) incident: Incident,
    pub(super) href: String,
    pub(super) beside: String,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) region: &'static str,
    pub(super) due: Option<(String, String, String, bool)>,
}

/// One incident, beside the list.
struct Preview {
    row: Row,
    clocks: Vec<ClockLine>,
    summary: String,
    contact: Vec<String>,
    sections: Vec<SectionView>,
    journal: Vec<(String, String, String)>,
}

/// The views, and what each asks: names in addresses, in French, in English.
const VIEWS: [(&str, &str, &str); 7] = [
    ("tous", "", ""),
    ("a-prendre", "etat:declare", "state:declared"),
    ("miens", "charge:moi", "owner:me"),
    ("retard", "retard:oui", "late:yes"),
    ("danger", "danger:oui", "danger:yes"),
    ("nouvelles", "nouvelles:oui", "news:yes"),
    ("sans-nouvelles", "silence:7j", "silence:7d"),
];

/// `/cellule`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let (made, caller) = (visit.now(), visit.staff().await?);
    let incidents = &visit.site.services.incidents;
    let fail = |problem: Problem| visit.problem(problem);
    let counts = incidents.counts(&caller).await.map_err(fail)?;
    let view = visit.parameter("vue");
    if view == "rappels" && access::scope::<access::permit::IncidentHandle>(&caller).is_ok() {
        return Ok(Answer::redirect(&visit.href("call-backs")));
    }
    let asked = VIEWS.iter().find(|(name, ..)| *name == view).map_or("", |view| in_language(&visit, *view));
    let read = super::api::asked(&visit, "filtre").map(|typed| format!("{asked} {typed}").trim().to_owned());
    let read = read.and_then(|text| Ok((incidents.query(&caller, &text)?, text)));
    let (query, filter, wrong) = match read {
        Ok((query, text)) => (Some(query), text, None),
        Err(refusal) => (None, visit.parameter("filtre"), Some(refusal_text(&visit.words, &refusal))),
    };
    let (listed, next) = match &query {
        Some(query) => {
            let page = incidents.list(&caller, query, &visit.parameter("after"), 50).await.map_err(fail)?;
            (page.incidents, page.next)
        }
        None => (Vec::new(), None),
    };
    let handles = access::scope::<access::permit::IncidentHandle>(&caller).is_ok();
    let interrupted = if handles {
        visit.site.services.declarations.interrupted(&caller).await.map_err(fail)?
    } else {
        Vec::new()
    };
    let words = &visit.words;
    let head = Head::of(&visit, &caller).await?;
    let to_call = handles.then_some(head.call_backs + interrupted.len());
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let queue = Queue {
        token: forms::token(&visit),
        views: views(&visit, &counts, &filter, to_call),
        facets: query.as_ref().map(|query| facets(&visit, query, handles)).unwrap_or_default(),
        rows: listed.into_iter().map(|incident| row(&visit, incident)).collect(),
        preview: preview(&visit, &caller).await?,
        interrupted: interrupted
            .into_iter()
            .map(|draft| {
                let since = words.moment(draft.updated_at, "Europe/Paris");
                (draft, since)
            })
            .collect(),
        next: next.map(|next| with(&visit, "after", &next)),
        commands: if handles { commands(&visit) } else { Vec::new() },
        shell: Shell::console(&visit, &caller, words.t("page-unit"), "unit"),
        news: format!("{}?depuis={}", visit.href("news"), made.millis()),
        as_of: words.clock(made, "Europe/Paris"),
        here: with(&visit, "after", ""),
        keys: if handles {
            vec!["j", "k", "x", "X", "e", "a", "/", "?"]
        } else {
            vec!["j", "k", "e", "/", "?"]
        },
        filter,
        wrong,
        head,
    };
    Ok(Answer::page(&visit, status, &queue))
}

fn in_language<'a>(visit: &Visit, (_, fr, en): (&str, &'a str, &'a str)) -> &'a str {
    if visit.language() == Language::Fr { fr } else { en }
}

/// The saved views; for those who call back, those to be called are one, on a page of its own.
fn views(visit: &Visit, counts: &Counts, filter: &str, to_call: Option<usize>) -> Vec<View> {
    let address = visit.href("unit");
    let mut views: Vec<View> = VIEWS
        .into_iter()
        .filter_map(|view| {
            let (count, for_those_who_follow) = match view.0 {
                "a-prendre" => (counts.to_take, false),
                "miens" => (counts.mine, false),
                "retard" => (counts.late, true),
                "danger" => (counts.danger, true),
                "nouvelles" => (counts.news, false),
                "sans-nouvelles" => (counts.silent, false),
                _ => (counts.open, true),
            };
            let text = in_language(visit, view);
            (for_those_who_follow || to_call.is_some()).then(|| View {
                title: visit.words.t(&format!("view-{}", view.0)),
                href: if text.is_empty() { address.clone() } else { filtered(visit, text) },
                count: counted(count),
                shown: filter == text,
            })
        })
        .collect();
    views.extend(to_call.map(|count| View {
        title: visit.words.t("view-rappels"),
        href: visit.href("call-backs"),
        count: counted(i64::try_from(count).unwrap_or(i64::MAX)),
        shown: false,
    }));
    views
}

/// A figure as views show it: counting stops where nobody reads on.
fn counted(count: i64) -> String {
    if count < Counts::MOST { count.to_string() } else { format!("{}+", Counts::MOST) }
}

fn filtered(visit: &Visit, text: &str) -> String {
    format!("{}?filtre={}", visit.href("unit"), forms::encode(text))
}

/// `/cellule/nouveautes`: what is new since a page was made, once, or for as long as a stream of it is listened to.
pub(crate) async fn news(visit: Visit) -> Result<Response, Answer> {
    let listens = live::is_asked(&visit.headers);
    match newest(&visit).await {
        Ok(news) if listens => Ok(live::open(visit, news)),
        Ok(news) => Ok(crate::api::json(200, &news.told)),
        // A browser would follow to where one signs in, and take that page for a broken stream. Told that there is none, it lets
        // its page ask, which goes there.
        Err(answer) if listens && answer.0.status().is_redirection() => {
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Err(answer) => Err(answer),
    }
}

/// What is new, for one reader.
pub(crate) struct News {
    pub(crate) account: Id,
    /// What the reader is at this moment.
    pub(crate) standings: Vec<Standing>,
    pub(crate) told: Value,
}

/// How many of the incidents that one may see changed since a page was made, exercises apart, and the words for it.
pub(crate) async fn newest(visit: &Visit) -> Result<News, Answer> {
    let caller = visit.staff().await?;
    let since = visit.parameter("depuis").parse().unwrap_or(i64::MAX);
    let changed = visit.site.services.incidents.changed_since(&caller, Instant::from_millis(since)).await;
    let (changed, played) = changed.map_err(|problem| visit.problem(problem))?;
    let Caller::Person(person) = caller else {
        return Err(visit.problem(Refused::SignInFirst.into()));
    };
    let text = visit.words.t2("news-since", "count", changed, "exercises", played);
    let told = json!({ "changed": changed, "exercises": played, "text": text });
    Ok(News { account: person.account, standings: person.standings, told })
}

/// What can be added to the filter by pressing, and taken out again.
fn facets(visit: &Visit, query: &Query, handles: bool) -> Vec<Facet> {
    let french = visit.language() == Language::Fr;
    let words = &visit.words;
    let facet = |key: Key, values: Vec<(String, String)>| {
        let name = if french { key.names().0 } else { key.names().1 };
        let term = |(value, label): (String, String)| {
            let term = format!("{name}:{value}");
            (filtered(visit, &query.toggled(key, &term)), label, query.holds(&term))
        };
        Facet {
            title: words.t(&format!("facet-{}", key.names().1)),
            terms: values.into_iter().map(term).collect(),
        }
    };
    let own = |fr: &str, en: &str| if french { fr.to_owned() } else { en.to_owned() };
    let yes = || own("oui", "yes");
    let ago = |number: u8, unit: &str| {
        let value = format!("{number}{}", if unit == "hours" { "h".to_owned() } else { own("j", "d") });
        (value, words.t1(&format!("facet-{unit}"), "count", number))
    };
    let mut facets = vec![
        facet(
            Key::State,
            State::ALL
                .into_iter()
                .map(|state| {
                    let (fr, en) = state.names();
                    (own(fr, en), words.t(&format!("state-{}", state.code())))
                })
                .collect(),
        ),
        facet(
            Key::Severity,
            (2..=5)
                .rev()
                .map(|n| {
                    (
                        if n == 5 { "5".to_owned() } else { format!("{n}+") },
                        words.t1("facet-at-least", "level", n),
                    )
                })
                .collect(),
        ),
        facet(
            Key::Kind,
            Key::kinds().map(|(fr, en)| (own(fr, en), words.t(&format!("choice-kind-{en}")))).collect(),
        ),
        facet(Key::Region, Region::all().map(|r| (r.code().to_owned(), r.name().to_owned())).collect()),
        facet(Key::Since, vec![ago(24, "hours"), ago(7, "days"), ago(30, "days")]),
        facet(Key::Danger, vec![(yes(), words.t("danger-tag"))]),
        facet(
            Key::Exercise,
            vec![(yes(), words.t("facet-exercise-only")), (own("non", "no"), words.t("facet-exercise-none"))],
        ),
        facet(Key::Closed, vec![(yes(), words.t("facet-closed-too"))]),
    ];
    if handles {
        let owners = vec![
            (own("moi", "me"), words.t("facet-mine")),
            (own("personne", "nobody"), words.t("facet-nobody")),
        ];
        facets.insert(2, facet(Key::Owner, owners));
    }
    facets
}

/// The commands that can be given to many at once.
fn commands(visit: &Visit) -> Vec<(&'static str, String)> {
    let all = Command::ALL.into_iter().filter(|command| *command != Command::Qualify);
    let all = all.map(|command| (command.code(), visit.words.t(&format!("command-{}", command.code()))));
    all.chain(["event", "duplicate"].map(|code| (code, visit.words.t(&format!("together-{code}"))))).collect()
}

/// The address of this list with one more parameter in the place of what it was.
fn with(visit: &Visit, name: &str, value: &str) -> String {
    let kept = forms::kept(&visit.query, &[name]);
    format!("{}?{kept}{name}={}", visit.href("unit"), forms::encode(value))
}

pub(super) fn row(visit: &Visit, incident: Incident) -> Row {
    let words = &visit.words;
    let due = incident.next_due.as_ref().map(|(kind, due, owed_by)| {
        (
            words.t(&format!("clock-{kind}")),
            words.remaining(*due, visit.now()),
            words.t(&format!("owed-{owed_by}")),
            *due < visit.now(),
        )
    });
    Row {
        href: visit.href1("incident", incident.id),
        beside: with(visit, "apercu", &incident.id.to_string()) + "#apercu",
        kind: kind(words, &incident.kind),
        state: words.t(&format!("state-{}", incident.state.code())),
        region: incident.region.map_or("", Region::name),
        due,
        incident,
    }
}

/// What an incident looks like, in words; nothing when it was not said.
pub(crate) fn kind(words: &Words, kind: &str) -> String {
    if kind.is_empty() { String::new() } else { words.k("choice-kind-", kind, "") }
}

/// The incident that was asked for beside the list. Seen there, it was seen: the trail says so.
async fn preview(visit: &Visit, caller: &Caller) -> Result<Option<Preview>, Answer> {
    let asked = visit.parameter("apercu");
    if asked.is_empty() {
        return Ok(None);
    }
    let fail = |problem: Problem| visit.problem(problem);
    let id = Id::parse(&asked).map_err(|_| fail(Refused::NotFound.into()))?;
    let services = &visit.site.services;
    let view = services.incidents.open(caller, id).await.map_err(fail)?;
    let declaration = services.declarations.view(caller, view.incident.declaration).await.map_err(fail)?;
    let (zone, both) = (follow::CELL, follow::cell_zone(&declaration, &view));
    let answers = declaration.versions.last().map(|version| &version.answers);
    let said = |field: &str| answers.and_then(|answers| answers.text(field)).unwrap_or_default().to_owned();
    let contact = ["declarant.name", "declarant.function", "declarant.phone", "declarant.email"].map(said);
    Ok(Some(Preview {
        clocks: follow::clock_lines(visit, &view, both),
        summary: said("summary"),
        contact: contact.into_iter().filter(|value| !value.is_empty()).collect(),
        sections: follow::sections(visit, &declaration, both),
        journal: super::pages::journal(visit, view.journal.iter().take(3), &view.qualified, zone),
        row: row(visit, view.incident),
    }))
}

/// Somebody of an interrupted declaration was called back.
pub(crate) async fn called_back(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    let id = visit.identity(&id)?;
    visit.site.services.declarations.interrupted_handled(&caller, id).await.map_err(|p| visit.problem(p))?;
    Ok(Answer::redirect(&visit.href("call-backs")))
}

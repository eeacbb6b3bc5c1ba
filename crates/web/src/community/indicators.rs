//! `/communaute/indicateurs`: the technical traces that stand in what one may read; judged, and taken away as a file.

use ::community::{IndicatorFilter, Kind, Observable, SharedIndicator, rules::Verdict};
use access::Caller;
use askama::Template;
use axum::http::{StatusCode, header};
use vocabulary::{Id, Refusal, Refused};

use super::{Badge, When, done, fail, further, member, shell, ways};
use crate::{
    answer::{Answer, Shell},
    csv,
    forms::{self, Form},
    refusals::{errors, mendable},
    visit::Visit,
};

/// Lines of a page.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "community/indicators.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    done: Option<String>,
    errors: Vec<(String, String)>,
    /// What the list is cut to: the value that is looked for, the kinds, the groups.
    value: String,
    kinds: Vec<(&'static str, String, bool)>,
    groups: Vec<(String, String, bool)>,
    thread: String,
    lines: Vec<Line>,
    file: String,
    first: Option<String>,
    next: Option<String>,
}

struct Line {
    post: Id,
    kind: &'static str,
    kind_words: String,
    value: String,
    /// Made harmless.
    shown: String,
    tlp: Badge,
    href: String,
    title: String,
    at: When,
    context: String,
    listed: String,
    said: String,
    own: &'static str,
}

/// `/communaute/indicateurs`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    page(&visit, &caller, &[], StatusCode::OK).await
}

/// What the address cuts the list to; what it names that is not there is nothing that there is.
fn filter(visit: &Visit) -> Result<IndicatorFilter, Answer> {
    let missing = || visit.problem(Refused::NotFound.into());
    let kind = match visit.parameter("genre").as_str() {
        "" => None,
        code => Some(Kind::from_code(code).ok_or_else(missing)?),
    };
    let thread = match visit.parameter("fil").as_str() {
        "" => None,
        id => Some(Id::parse(id).map_err(|_| missing())?),
    };
    Ok(IndicatorFilter { thread, group: visit.parameter("groupe"), kind, value: visit.parameter("q") })
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let (words, community) = (&visit.words, &visit.site.services.community);
    let filter = filter(visit)?;
    let after = visit.parameter("after");
    let found = community.indicators(caller, &filter, &after, ROWS).await.map_err(fail(visit))?;
    let groups = community.groups(caller).await.map_err(fail(visit))?;
    let (first, next) = further(visit, found.next);
    let kind =
        |kind: &Kind| (kind.code(), words.k("indicator-kind-", kind.code(), ""), filter.kind == Some(*kind));
    let groups = groups.into_iter().map(|line| {
        let chosen = line.group.slug == filter.group;
        (line.group.slug, line.group.name, chosen)
    });
    let page = Page {
        ways: ways(visit, "community-indicators"),
        token: forms::token(visit),
        done: done(visit, &["juge"]),
        errors: errors(visit, refusals),
        kinds: Kind::ALL.iter().map(kind).collect(),
        groups: groups.collect(),
        thread: visit.parameter("fil"),
        lines: found.items.into_iter().map(|one| line(visit, one)).collect(),
        file: format!("{}{}", visit.href("community-indicators-csv"), asked(visit)),
        first,
        next,
        shell: shell(visit, caller, words.t("page-community-indicators")),
        value: filter.value,
    };
    Ok(Answer::page(visit, status, &page))
}

/// What the list is cut to, as an address says it.
fn asked(visit: &Visit) -> String {
    let names = ["q", "genre", "groupe", "fil"];
    let given = names.map(|name| (name, visit.parameter(name)));
    let given: Vec<String> = given
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", forms::encode(value)))
        .collect();
    if given.is_empty() { String::new() } else { format!("?{}", given.join("&")) }
}

fn line(visit: &Visit, one: SharedIndicator) -> Line {
    let words = &visit.words;
    let mut said = Vec::new();
    if one.seen > 0 {
        said.push(words.t1("shared-seen", "count", one.seen));
    }
    if one.disputed > 0 {
        said.push(words.t1("shared-false", "count", one.disputed));
    }
    Line {
        post: one.post,
        kind: one.kind.code(),
        kind_words: words.k("indicator-kind-", one.kind.code(), ""),
        shown: one.defanged(),
        value: one.value,
        tlp: one.tlp.into(),
        href: visit.href1("community-post", one.post),
        title: one.thread.1,
        at: When::new(visit, one.at),
        context: one.context,
        listed: one.listed,
        said: said.join(", "),
        own: one.own.map(Verdict::code).unwrap_or_default(),
    }
}

/// One says that one saw it too, or that it is none, or takes that back.
pub(crate) async fn judge(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let missing = || visit.problem(Refused::NotFound.into());
    let post = Id::parse(form.value("post")).map_err(|_| missing())?;
    let kind = Kind::from_code(form.value("genre")).ok_or_else(missing)?;
    let observable = Observable::parse(kind, form.value("valeur")).ok_or_else(missing)?;
    let verdict = match form.value("dire") {
        "rien" => None,
        code => Some(Verdict::from_code(code).ok_or_else(missing)?),
    };
    let judged = visit.site.services.community.judge_indicator(&caller, post, (&observable, verdict)).await;
    match judged {
        Ok(_) => {
            let back = form.value("fil");
            let back = if back.is_empty() { String::new() } else { format!("&fil={}", forms::encode(back)) };
            Ok(Answer::redirect(&format!("{}?fait=juge{back}", visit.href("community-indicators"))))
        }
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &refusals, status).await
        }
    }
}

/// `/communaute/indicateurs.csv`: names its reader, and holds nothing that names its readers.
pub(crate) async fn file(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let words = &visit.words;
    let rows = visit.site.services.community.export_indicators(&caller, &filter(&visit)?).await;
    let rows = rows.map_err(fail(&visit))?;
    let mut text = String::from(csv::MARK);
    let columns = ["kind", "value", "tlp", "said", "context", "seen", "false", "for"];
    text += &csv::record(words, &columns.map(|name| words.k("shared-column-", name, "")));
    for one in rows {
        text += &csv::record(
            words,
            &[
                one.kind.code().to_owned(),
                one.value,
                format!("TLP:{}", one.tlp.label()),
                one.at.to_string(),
                one.context,
                one.seen.to_string(),
                one.disputed.to_string(),
                caller.author(),
            ],
        );
    }
    let day = visit.now().to_string().chars().take(10).collect::<String>();
    let name = format!("indicateurs-{day}.csv");
    Ok(Answer::file(&name, None, text.into()).with(header::CONTENT_TYPE, "text/csv; charset=utf-8"))
}

//! `/communaute/charte`: the code of conduct, for everybody to read before they ask.

use ::members::charter;
use askama::Template;
use jiff::civil::Date;
use markdown::{Options, Text};
use vocabulary::Failure;

use crate::{
    answer::{Answer, Shell},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "members/charter.html")]
struct Page<'a> {
    shell: Shell<'a>,
    version: String,
    outline: Vec<(String, String)>,
    body: String,
}

/// `/communaute/charte`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let charter = charter::current();
    let fail = |failure: Failure| visit.problem(failure.into());
    let text = Text::parse(charter.text(visit.language()))
        .map_err(|refusal| fail(Failure::new("read the code of conduct", refusal.code)))?;
    let since: Date =
        charter.since.parse().map_err(|error| fail(Failure::new("read the code of conduct", error)))?;
    let words = &visit.words;
    let page = Page {
        version: words.t2("charter-version", "version", charter.version, "since", words.day(since)),
        outline: text.outline().into_iter().map(|heading| (heading.id, heading.title)).collect(),
        body: text.html(&Options::default()).into_string(),
        shell: Shell::new(&visit, words.t("page-charter"), "community"),
    };
    Ok(Answer::ok(&visit, &page))
}

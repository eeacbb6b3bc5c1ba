//! `/communaute/membres`: the members, to each other.

use ::members::Card;
use access::permit;
use askama::Template;

use super::{duty_words, shell};
use crate::{
    answer::{Answer, Shell},
    community,
    forms::kept,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "members/directory.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    search: String,
    total: i64,
    people: Vec<Person>,
    /// The pages before and after, and where one is.
    before: Option<String>,
    after: Option<String>,
    place: String,
}

struct Person {
    card: Card,
    duty: String,
    region: &'static str,
    /// What those who decide may open.
    href: Option<String>,
}

/// `/communaute/membres`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = community::member(&visit).await?;
    let search = visit.parameter("mots");
    let asked = visit.parameter("page").parse().unwrap_or(1);
    let listed = visit.site.services.members.directory(&caller, &search, asked).await;
    let listed = listed.map_err(|problem| visit.problem(problem))?;
    let decides = access::scope::<permit::MembershipDecide>(&caller).is_ok();
    let words = &visit.words;
    let to = |page: i64| format!("{}?{}page={page}", visit.href("members"), kept(&visit.query, &["page"]));
    let people = listed.cards.into_iter().map(|card| Person {
        duty: card.duty.map(|duty| duty_words(&visit, duty, &card.duty_words)).unwrap_or_default(),
        region: card.region.map(vocabulary::Region::name).unwrap_or_default(),
        href: decides.then(|| visit.href1("member", card.account)),
        card,
    });
    let page = Page {
        ways: community::ways(&visit, "members"),
        people: people.collect(),
        total: listed.total,
        before: (listed.page > 1).then(|| to(listed.page - 1)),
        after: (listed.page < listed.pages).then(|| to(listed.page + 1)),
        place: words.t2("members-page", "page", listed.page, "pages", listed.pages),
        search,
        shell: shell(&visit, &caller, words.t("page-members")),
    };
    Ok(Answer::ok(&visit, &page))
}

//! What somebody chooses, what is for them, and when it leaves.

use std::collections::BTreeSet;

use calendar::Calendar;
use jiff::{
    ToSpan as _,
    civil::{Time, Weekday},
};
use publications::rules::Kind;
use vocabulary::{Instant, Language, Refusal, is_slug};

/// The hour of mainland time at which digests leave: read with the first coffee.
const HOUR: Time = Time::constant(8, 0, 0, 0);

/// Products that one person chooses at most; whoever wants more wants all.
pub const MOST_PRODUCTS: usize = 100;

/// Confirmation mails to one address in [`ADDRESS_WINDOW`], whoever asks for them.
pub const MOST_OF_ADDRESS: usize = 3;
/// A day, in seconds.
pub const ADDRESS_WINDOW: i64 = 24 * 3600;
/// Mails asked for from one place in [`PLACE_WINDOW`]: a whole training room, and no flood.
pub const MOST_OF_PLACE: usize = 30;
/// An hour, in seconds.
pub const PLACE_WINDOW: i64 = 3600;

/// Seconds during which a request can be confirmed.
pub const CONFIRMED_WITHIN: i64 = 3 * 24 * 3600;
/// Seconds during which the link to one's choices opens them: it shows an address to whoever has it.
pub const CHANGED_WITHIN: i64 = 3600;

/// Mails in a row that an address refuses for good before its subscription ends.
pub const MOST_REFUSED: i64 = 3;

/// Whether a server that refuses a mail speaks of the address: there is no such mailbox, or it is closed (RFC 3463, 3.2 and 3.3). All
/// else may be about us, or about what was written.
pub fn names_address(reason: &str) -> bool {
    let mut words = reason.split(|c: char| !c.is_ascii_digit() && c != '.');
    words.any(|word| word.starts_with("5.1.") || word.trim_end_matches('.') == "5.2.1")
}

/// How often somebody is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rhythm {
    /// Of each thing, when it is published.
    AtOnce,
    /// Once a day, of all that came.
    Daily,
    /// Once a week, on Monday.
    Weekly,
}

impl Rhythm {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Weekly];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AtOnce => "now",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The rhythm of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rhythm| rhythm.code() == code)
    }

    /// When what is published now leaves.
    pub fn leaves(self, now: Instant) -> Instant {
        let calendar = Calendar::of_the_cell();
        let mut date = calendar.date(now);
        let fits = |date: jiff::civil::Date| match self {
            Self::AtOnce | Self::Daily => true,
            Self::Weekly => date.weekday() == Weekday::Monday,
        };
        if self == Self::AtOnce {
            return now;
        }
        // A week holds each of its days: eight tries are enough.
        for _ in 0..8 {
            let at = calendar.at(date, HOUR);
            if fits(date) && at > now {
                return at;
            }
            date = date.saturating_add(1.day());
        }
        now
    }
}

/// What somebody typed, as it came.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `fr` or `en`.
    pub language: String,
    /// `alert`, `news`…
    pub kinds: Vec<String>,
    /// `1` to `5`.
    pub severity: String,
    /// `vendor/product`, or `vendor/` for all of one vendor.
    pub products: Vec<String>,
    /// `now`, `daily`, `weekly`.
    pub rhythm: String,
}

/// What somebody wants to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// In which they read.
    pub language: Language,
    /// Which kinds.
    pub kinds: BTreeSet<Kind>,
    /// Of alerts, those at least that grave.
    pub severity: i64,
    /// Of alerts, those that touch one of these; all when there is none. `vendor/product`, or `vendor/` for all of one vendor.
    pub products: BTreeSet<String>,
    /// How often.
    pub rhythm: Rhythm,
}

/// What is published, as far as it decides whom it is for.
#[derive(Clone, Debug)]
pub struct Published {
    /// What sort of text.
    pub kind: Kind,
    /// How grave; alerts only.
    pub severity: Option<i64>,
    /// What it touches, as [`Published::keys`] names it.
    pub products: Vec<String>,
}

impl Published {
    /// The names under which somebody may have chosen a product: itself, and its vendor's whole.
    pub fn keys(vendor: &str, product: &str) -> [String; 2] {
        [format!("{vendor}/{product}"), format!("{vendor}/")]
    }

    /// How grave it counts: what says nothing is never kept from anybody.
    pub fn gravity(&self) -> i64 {
        self.severity.unwrap_or(5)
    }
}

impl Choices {
    /// What was typed, or all that is wrong with it.
    pub fn read(asked: &Asked) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let kinds: BTreeSet<Kind> = asked.kinds.iter().filter_map(|code| Kind::from_code(code)).collect();
        if kinds.is_empty() || kinds.len() != asked.kinds.iter().collect::<BTreeSet<_>>().len() {
            wrong.push(Refusal::new("required").at("kinds"));
        }
        let language = Language::ALL.into_iter().find(|language| language.tag() == asked.language);
        let severity = asked.severity.parse().ok().filter(|severity| (1..=5).contains(severity));
        let rhythm = Rhythm::from_code(&asked.rhythm);
        for (field, there) in
            [("severity", severity.is_some()), ("rhythm", rhythm.is_some()), ("language", language.is_some())]
        {
            if !there {
                wrong.push(Refusal::new("required").at(field));
            }
        }
        let products: BTreeSet<String> = asked.products.iter().cloned().collect();
        if products.len() > MOST_PRODUCTS {
            wrong.push(Refusal::new("too-many").at("products").with("max", MOST_PRODUCTS.to_string()));
        }
        if !products.iter().all(|key| is_key(key)) {
            wrong.push(Refusal::new("subscription-product").at("products"));
        }
        match (language, severity, rhythm) {
            (Some(language), Some(severity), Some(rhythm)) if wrong.is_empty() => {
                Ok(Self { language, kinds, severity, products, rhythm })
            }
            _ => Err(wrong),
        }
    }

    /// Whether this is for them.
    pub fn want(&self, published: &Published) -> bool {
        let touches = |key: &String| self.products.contains(key);
        let alert = published.kind != Kind::Alert
            || (published.gravity() >= self.severity
                && (self.products.is_empty() || published.products.iter().any(touches)));
        self.kinds.contains(&published.kind) && alert
    }
}

/// Whether a text names a product, or a vendor's whole.
fn is_key(text: &str) -> bool {
    text.split_once('/')
        .is_some_and(|(vendor, product)| is_slug(vendor) && (product.is_empty() || is_slug(product)))
}

/// Whether one more is within what a window allows, and the moments to remember: those of before that still count, and now.
pub fn paced(before: &[i64], now: Instant, (most, window): (usize, i64)) -> Result<Vec<i64>, u32> {
    let since = now.plus_seconds(-window).millis();
    // A moment of the future is of a clock that was set back: it counts as now.
    let mut kept: Vec<i64> =
        before.iter().copied().filter(|at| *at > since).map(|at| at.min(now.millis())).collect();
    if kept.len() >= most {
        let oldest = kept.iter().copied().min().unwrap_or(since);
        let wait = (oldest - since).max(0) / 1000 + 1;
        return Err(u32::try_from(wait).unwrap_or(u32::MAX));
    }
    kept.push(now.millis());
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_refusal_that_names_the_address_is_told_from_one_that_may_be_about_us() {
        for (reason, names) in [
            ("permanent error (550): 5.1.1 <a@b.fr>: Recipient address rejected: User unknown", true),
            ("550-5.1.1 The email account does not exist", true),
            ("permanent error (550): 5.2.1. Mailbox disabled", true),
            ("permanent error (554): 5.7.1 Service unavailable; client [192.0.2.5.1.2] blocked", false),
            ("permanent error (552): 5.2.2 Mailbox full", false),
            ("permanent error (550): No", false),
            ("", false),
        ] {
            assert_eq!(names_address(reason), names, "{reason}");
        }
    }

    fn at(text: &str) -> Instant {
        Instant::from_timestamp(text.parse().unwrap())
    }

    #[test]
    fn digests_leave_at_eight_of_mainland_time() {
        for (rhythm, now, leaves) in [
            (Rhythm::AtOnce, "2026-03-10T09:00:00Z", "2026-03-10T09:00:00Z"),
            (Rhythm::Daily, "2026-03-10T06:59:00Z", "2026-03-10T07:00:00Z"),
            (Rhythm::Daily, "2026-03-10T07:00:00Z", "2026-03-11T07:00:00Z"),
            // The night in which clocks go forward: eight is an hour earlier for the rest of the world.
            (Rhythm::Daily, "2026-03-28T12:00:00Z", "2026-03-29T06:00:00Z"),
            (Rhythm::Weekly, "2026-03-10T09:00:00Z", "2026-03-16T07:00:00Z"),
            (Rhythm::Weekly, "2026-03-16T06:00:00Z", "2026-03-16T07:00:00Z"),
            (Rhythm::Weekly, "2026-03-16T07:00:00Z", "2026-03-23T07:00:00Z"),
        ] {
            assert_eq!(rhythm.leaves(at(now)), at(leaves), "{rhythm:?} {now}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = Choices::read(&Asked::default()).unwrap_err();
        let fields: Vec<_> = wrong.iter().filter_map(|refusal| refusal.field.as_deref()).collect();
        assert_eq!(fields, ["kinds", "severity", "rhythm", "language"]);
        let asked = |products: &[&str]| Asked {
            language: "fr".to_owned(),
            kinds: vec!["alert".to_owned()],
            severity: "3".to_owned(),
            products: products.iter().map(ToString::to_string).collect(),
            rhythm: "now".to_owned(),
        };
        assert!(Choices::read(&asked(&["exemplia/passerelle", "exemplia/"])).is_ok());
        for key in ["exemplia", "/", "/x", "a/b/c", "é/b", "a/%", "a,b/"] {
            assert_eq!(Choices::read(&asked(&[key])).unwrap_err()[0].code, "subscription-product", "{key}");
        }
        let many: Vec<String> = (0..=MOST_PRODUCTS).map(|n| format!("v/p{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(Choices::read(&asked(&many)).unwrap_err()[0].code, "too-many");
        let unknown = Asked { kinds: vec!["alert".to_owned(), "x".to_owned()], ..asked(&[]) };
        assert_eq!(Choices::read(&unknown).unwrap_err()[0].field.as_deref(), Some("kinds"));
    }

    #[test]
    fn a_window_lets_so_many_through_and_slides() {
        let (limit, mut kept) = ((3, 100), Vec::new());
        let now = |seconds: i64| Instant::from_millis(seconds * 1000);
        for seconds in [0, 40, 80] {
            kept = paced(&kept, now(seconds), limit).unwrap();
        }
        assert_eq!(paced(&kept, now(90), limit), Err(11));
        assert_eq!(paced(&kept, now(99), limit), Err(2));
        kept = paced(&kept, now(101), limit).unwrap();
        assert_eq!(paced(&kept, now(102), limit), Err(39));
        assert!(paced(&kept, now(0), limit).is_err(), "a clock set back gives nothing");
    }

    fn choices() -> impl Strategy<Value = Choices> {
        (
            proptest::collection::btree_set(proptest::sample::select(Kind::ALL.to_vec()), 1..5),
            1_i64..6,
            proptest::collection::btree_set("[ab]/[xy]?", 0..4),
        )
            .prop_map(|(kinds, severity, products)| Choices {
                language: Language::Fr,
                kinds,
                severity,
                products,
                rhythm: Rhythm::AtOnce,
            })
    }

    fn published() -> impl Strategy<Value = Published> {
        let touched = proptest::collection::vec(("[abc]", "[xyz]"), 0..3);
        (proptest::sample::select(Kind::ALL.to_vec()), proptest::option::of(1_i64..6), touched).prop_map(
            |(kind, severity, touched)| Published {
                kind,
                severity,
                products: touched.iter().flat_map(|(v, p)| Published::keys(v, p)).collect(),
            },
        )
    }

    proptest! {
        #[test]
        fn nobody_is_told_of_a_kind_that_they_did_not_choose_and_choosing_more_never_takes_away(
            choices in choices(), published in published()
        ) {
            let wants = choices.want(&published);
            prop_assert!(!wants || choices.kinds.contains(&published.kind));
            if published.kind != Kind::Alert {
                prop_assert_eq!(wants, choices.kinds.contains(&published.kind));
            }
            let wider = Choices { severity: 1, products: BTreeSet::new(), kinds: Kind::ALL.into(), ..choices.clone() };
            prop_assert!(wider.want(&published));
            let mut graver = published.clone();
            graver.severity = Some(5);
            prop_assert!(!wants || choices.want(&graver), "what is graver is told at least as well");
            let mut more = published.clone();
            more.products.extend(Published::keys("d", "z"));
            prop_assert!(!wants || choices.want(&more), "touching more tells no fewer");
        }

        #[test]
        fn what_leaves_later_leaves_within_its_period(now in 0_i64..4_000_000_000_000) {
            let now = Instant::from_millis(now);
            for (rhythm, most) in [(Rhythm::Daily, 25 * 3600), (Rhythm::Weekly, 7 * 24 * 3600 + 3600)] {
                let wait = rhythm.leaves(now).millis() - now.millis();
                prop_assert!(wait > 0 && wait <= most * 1000, "{rhythm:?} {wait}");
            }
        }

        #[test]
        fn no_window_ever_holds_more_than_it_may(steps in proptest::collection::vec(0_i64..60, 1..80)) {
            let (mut now, mut kept, mut passed) = (0, Vec::new(), Vec::new());
            for step in steps {
                now += step;
                if let Ok(more) = paced(&kept, Instant::from_millis(now * 1000), (3, 100)) {
                    (kept, passed) = (more, { passed.push(now); passed });
                }
            }
            for at in &passed {
                prop_assert!(passed.iter().filter(|other| (*at..*at + 100).contains(other)).count() <= 3);
            }
        }
    }
}

//! What a provider attests of somebody, and what follows from it.

use std::collections::BTreeSet;

use access::{Reach, Role, Standing};
use serde_json::{Map, Value};
use vocabulary::FinessNumber;

/// Seconds in which somebody who went to a provider must come back.
pub(crate) const AWAY: i64 = 10 * 60;
/// Facilities of one person: more are no longer a person's.
const MOST_FACILITIES: usize = 100;

/// What becomes of the facilities that a provider attests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AttestedFacilities {
    /// An administrator sees them, and decides.
    #[default]
    Propose,
    /// They are the person's, as facility staff, for as long as the provider says so.
    Grant,
}

/// When a sign-in at a provider counts as a second factor too.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Counts<'a> {
    /// Never.
    Never,
    /// When it was at a level of the eIDAS regulation.
    Eidas,
    /// When it was at one of these levels, or says that it took several proofs.
    Levels(&'a [String]),
}

/// Somebody, as a provider describes them. Anything may be missing, or be no use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attested {
    /// Their name, when it is told.
    pub(crate) name: Option<String>,
    /// The number under which the profession knows them; empty when it is not told.
    pub(crate) number: String,
    /// Where they work; `None` when nothing is said of it, which is not the same as nowhere.
    pub(crate) facilities: Option<BTreeSet<FinessNumber>>,
    /// Whether the provider asked for more than one proof.
    pub(crate) strong: bool,
    /// When the person last proved there that it is them, in seconds, when it is told.
    pub(crate) proved_at: Option<i64>,
}

/// Reads what a provider said.
pub(crate) fn attested(counts: Counts<'_>, claims: &Map<String, Value>) -> Attested {
    let given = [text(claims, "given_name", 60), text(claims, "family_name", 59)];
    let whole = given.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let level = claims.get("acr").and_then(Value::as_str).unwrap_or_default();
    let strong = match counts {
        Counts::Never => false,
        Counts::Eidas => matches!(level, "eidas1" | "eidas2" | "eidas3"),
        Counts::Levels(asked) => asked.iter().any(|asked| asked == level) || several(claims),
    };
    Attested {
        name: (!whole.is_empty()).then_some(whole).or_else(|| text(claims, "name", 120)),
        number: text(claims, "SubjectNameID", 60).unwrap_or_default(),
        facilities: facilities(claims),
        strong,
        proved_at: claims.get("auth_time").and_then(Value::as_i64),
    }
}

/// A claim that people can read, cut to a length.
fn text(claims: &Map<String, Value>, name: &str, most: usize) -> Option<String> {
    let text = claims.get(name)?.as_str()?;
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let cut: String = clean.trim().chars().take(most).collect();
    let cut = cut.trim_end();
    (!cut.is_empty()).then(|| cut.to_owned())
}

/// Whether the person gave two proofs of two families (RFC 8176).
fn several(claims: &Map<String, Value>) -> bool {
    let said = claims.get("amr").and_then(Value::as_array);
    let methods: BTreeSet<&str> = said.into_iter().flatten().filter_map(Value::as_str).collect();
    let any = |family: &[&str]| usize::from(family.iter().any(|method| methods.contains(method)));
    let families = any(&["pwd", "pin", "kba"])
        + any(&["otp", "hwk", "swk", "sc", "sms", "tel"])
        + any(&["face", "fpt", "iris", "retina", "vbm"]);
    methods.contains("mfa") || families > 1
}

/// `SubjectRefPro.exercices[].activities[].numeroFinessSite`, without those that are no numbers.
fn facilities(claims: &Map<String, Value>) -> Option<BTreeSet<FinessNumber>> {
    let list = |of: &Value, name: &str| of.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let practices = list(claims.get("SubjectRefPro")?, "exercices");
    let activities: Vec<Value> = practices.iter().flat_map(|practice| list(practice, "activities")).collect();
    let number = |activity: &Value| FinessNumber::parse(activity.get("numeroFinessSite")?.as_str()?).ok();
    (!activities.is_empty()).then(|| activities.iter().filter_map(number).take(MOST_FACILITIES).collect())
}

/// What somebody is once a provider says `after` where it said `before`; `None` when nothing changes. What it no longer says is
/// taken away, what it says anew is given, and what an administrator decided in between stays.
pub(crate) fn followed(
    standings: &[Standing],
    before: &BTreeSet<FinessNumber>,
    after: &BTreeSet<FinessNumber>,
) -> Option<Vec<Standing>> {
    let is_staff = |standing: &&Standing| standing.role == Role::FacilityStaff;
    let own = match standings.iter().find(is_staff).map(|standing| &standing.reach) {
        None => BTreeSet::new(),
        Some(Reach::Facilities(own)) => own.clone(),
        Some(_) => return None,
    };
    let gone: BTreeSet<_> = before.difference(after).copied().collect();
    let new = after.difference(before).copied();
    let now: BTreeSet<_> = own.difference(&gone).copied().chain(new).collect();
    if now == own {
        return None;
    }
    let mut all: Vec<Standing> = standings.iter().filter(|s| !is_staff(s)).cloned().collect();
    if !now.is_empty() {
        all.push(Standing { role: Role::FacilityStaff, reach: Reach::Facilities(now) });
    }
    Some(all)
}

/// Facilities as they are stored.
pub(crate) fn listed(facilities: &BTreeSet<FinessNumber>) -> String {
    facilities.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The same, read again; what this version does not know is no facility.
pub(crate) fn unlisted(text: &str) -> BTreeSet<FinessNumber> {
    text.split(' ').filter_map(|number| FinessNumber::parse(number).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::subsequence};
    use serde_json::json;

    fn read(claims: &Value) -> Attested {
        attested(Counts::Eidas, claims.as_object().unwrap())
    }

    fn numbers(first_eight: &[&str]) -> BTreeSet<FinessNumber> {
        first_eight.iter().map(|digits| FinessNumber::complete(digits).unwrap()).collect()
    }

    #[test]
    fn pro_sante_connect_says_who_and_where() {
        let claims = json!({
            "given_name": "CAMILLE", "family_name": "FICTIF", "SubjectNameID": "899700218896", "acr": "eidas1",
            "auth_time": 1_780_000_000, "email": "personne@vigie.example",
            "SubjectRefPro": { "exercices": [
                { "activities": [{ "numeroFinessSite": "010000024" }, { "numeroFinessSite": "" }, {}] },
                { "activities": [{ "numeroFinessSite": "010000024" }, { "numeroFinessSite": "2A0000014" }] },
            ]},
        });
        let attested = read(&claims);
        assert_eq!(attested.name.as_deref(), Some("CAMILLE FICTIF"));
        assert_eq!(attested.number, "899700218896");
        assert_eq!(attested.facilities, Some(numbers(&["01000002", "2A000001"])));
        assert_eq!((attested.strong, attested.proved_at), (true, Some(1_780_000_000)));
    }

    #[test]
    fn what_is_missing_empty_or_of_another_shape_breaks_nothing() {
        let nothing_said = [
            json!({}),
            json!({ "SubjectNameID": "", "given_name": null, "family_name": 5, "name": "\u{0}\n ", "SubjectRefPro": "" }),
            json!({ "SubjectNameID": null, "SubjectRefPro": null, "acr": ["eidas1"], "amr": "mfa" }),
            json!({ "SubjectRefPro": {} }),
            json!({ "SubjectRefPro": { "exercices": null } }),
            json!({ "SubjectRefPro": { "exercices": [] } }),
            json!({ "SubjectRefPro": { "exercices": [null, 1, {}, { "activities": [] }, { "activities": {} }] } }),
        ];
        for claims in &nothing_said {
            assert_eq!(read(claims), Attested::default(), "{claims}");
        }
        for number in [json!(""), json!(null), json!(10_000_024), json!("010000025"), json!("9".repeat(9000))]
        {
            let claims = json!({ "SubjectRefPro": { "exercices": [{ "activities": [{ "numeroFinessSite": number }] }] } });
            let attested = read(&claims);
            assert_eq!(attested.facilities, Some(BTreeSet::new()), "working nowhere that has a number");
        }
    }

    #[test]
    fn a_sign_in_elsewhere_counts_twice_only_when_it_is_told_and_said() {
        let high = ["high".to_owned()];
        let told = Counts::Levels(&high);
        for (counts, claims, strong) in [
            (Counts::Eidas, json!({ "acr": "eidas1" }), true),
            (Counts::Eidas, json!({ "acr": "eidas2" }), true),
            (Counts::Never, json!({ "acr": "eidas1" }), false),
            (Counts::Eidas, json!({ "acr": "eidas0" }), false),
            (Counts::Eidas, json!({ "amr": ["mfa"] }), false),
            (Counts::Eidas, json!({}), false),
            (Counts::Never, json!({ "acr": "high", "amr": ["mfa"] }), false),
            (told, json!({ "acr": "high" }), true),
            (told, json!({ "acr": "low" }), false),
            (told, json!({ "acr": "" }), false),
            (told, json!({ "amr": ["mfa"] }), true),
            (told, json!({ "amr": ["pwd", "otp"] }), true),
            (told, json!({ "amr": ["pin", "sc"] }), true),
            (told, json!({ "amr": ["fpt", "hwk"] }), true),
            (told, json!({ "amr": ["pwd", "pin"] }), false),
            (told, json!({ "amr": ["pwd"] }), false),
            (told, json!({ "amr": [] }), false),
            (told, json!({}), false),
        ] {
            assert_eq!(attested(counts, claims.as_object().unwrap()).strong, strong, "{counts:?} {claims}");
        }
    }

    fn staff(facilities: &BTreeSet<FinessNumber>) -> Vec<Standing> {
        let reach = Reach::Facilities(facilities.clone());
        let staff = Standing { role: Role::FacilityStaff, reach };
        let member = Standing { role: Role::Member, reach: Reach::Nation };
        if facilities.is_empty() { vec![member] } else { vec![member, staff] }
    }

    const POOL: [&str; 5] = ["01000002", "35000002", "75000001", "2A000001", "97100001"];

    proptest! {
        #[test]
        fn any_json_is_read_without_breaking(bytes in "[ -~]{0,60}", depth in 0_usize..3) {
            let mut value = json!(bytes);
            for name in ["numeroFinessSite", "activities", "exercices"].into_iter().take(depth) {
                value = json!({ name: [value] });
            }
            read(&json!({ "SubjectRefPro": value, "name": bytes, "acr": bytes }));
        }

        /// What was given by hand stays, what is said is there, what is no longer said is gone.
        #[test]
        fn rights_follow_what_is_said_and_leave_what_was_decided(
            own in subsequence(POOL.to_vec(), 0..=5), before in subsequence(POOL.to_vec(), 0..=5),
            after in subsequence(POOL.to_vec(), 0..=5),
        ) {
            let (own, before, after) = (numbers(&own), numbers(&before), numbers(&after));
            let held = staff(&own);
            let now = followed(&held, &before, &after).unwrap_or_else(|| held.clone());
            let reached = |standings: &[Standing], number: &FinessNumber| standings.iter().any(|s| {
                matches!(&s.reach, Reach::Facilities(all) if s.role == Role::FacilityStaff && all.contains(number))
            });
            for number in numbers(&POOL) {
                let expected = match (before.contains(&number), after.contains(&number)) {
                    (false, true) => true,
                    (true, false) => false,
                    _ => own.contains(&number),
                };
                prop_assert_eq!(reached(&now, &number), expected);
            }
            prop_assert!(now.iter().any(|s| s.role == Role::Member), "other roles are left alone");
            prop_assert_eq!(followed(&now, &after, &after), None, "said again, nothing changes");
            prop_assert_eq!(unlisted(&listed(&after)), after);
        }
    }
}

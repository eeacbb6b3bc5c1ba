//! "Must I declare?": at most four facts, then a verdict with its criterion and its article. What was answered is carried
//! over into the declaration.

use super::{Answers, Field, Fired, RuleSet, Schema, Typed, Value, schema::NOT_KNOWN};

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Advice {
    /// Nothing obliges; one may.
    NoNeed,
    /// Nothing obliges for certain: in doubt, or out of kindness to others, declare.
    Should,
    /// The law obliges.
    Must,
}

impl Advice {
    /// Stable name, for translations and counts: `must`, `should`, `no-need`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::NoNeed => "no-need",
        }
    }
}

/// The answer to "must I declare?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What to do.
    pub advice: Advice,
    /// The criteria that fired, and the facts that fired them.
    pub criteria: Vec<Fired>,
    /// The article of law.
    pub article: String,
    /// What was answered, as the declaration takes it over.
    pub carried: Typed,
}

/// Where somebody stands who asks.
#[derive(Debug)]
pub enum Triage<'a> {
    /// The next fact to ask.
    Ask(&'a Field),
    /// Enough is known.
    Verdict(Verdict),
}

/// The field that says what the facility is.
const CATEGORY: &str = "category";

/// The next fact, or the verdict as soon as no further fact could change it for the better.
pub fn triage<'a>(rules: &RuleSet, schema: &'a Schema, answers: &Answers) -> Triage<'a> {
    let known = carried(rules, answers);
    let criteria = rules.criteria(&known);
    let category = known.chosen(CATEGORY);
    let covered = category.iter().any(|code| rules.covers(code));
    let decided = covered && !criteria.is_empty();
    let mut left = rules.triage.iter().filter(|fact| answers.get(&fact.field).is_none());
    if !decided && let Some(next) = left.find_map(|fact| schema.field(&fact.field)) {
        return Triage::Ask(next);
    }
    let in_doubt = known.iter().any(|(_, value)| *value == Value::Unknown);
    let advice = match (decided, criteria.is_empty(), in_doubt) {
        (true, ..) => Advice::Must,
        (false, true, false) => Advice::NoNeed,
        _ => Advice::Should,
    };
    Triage::Verdict(Verdict { advice, criteria, article: rules.article.clone(), carried: known.typed() })
}

/// The facts of the triage alone, with what its questions say by themselves.
fn carried(rules: &RuleSet, answers: &Answers) -> Answers {
    let mut known = Answers::default();
    for fact in &rules.triage {
        let Some(value) = answers.get(&fact.field) else { continue };
        known = known.with(&fact.field, value.clone());
        let said = answers.chosen(&fact.field);
        if said.iter().any(|value| !matches!(*value, "none" | "no" | NOT_KNOWN)) {
            for (field, values) in &fact.with {
                known = known.with(field, Value::Chosen(values.clone()));
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Stage;
    use proptest::prelude::*;
    use vocabulary::Instant;

    fn accept(typed: &Typed) -> Answers {
        Answers::accept(
            Schema::current(),
            typed,
            Instant::from_millis(0),
            "Europe/Paris",
            Stage::Later,
            false,
        )
        .unwrap()
    }

    fn answers(facts: &[(&str, &str)]) -> Answers {
        accept(&facts.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect())
    }

    fn verdict(rules: &str, facts: [&str; 4]) -> Verdict {
        let names = ["category", "care", "data_impact", "others_at_risk"];
        let facts: Vec<(&str, &str)> =
            names.into_iter().zip(facts).filter(|(_, value)| !value.is_empty()).collect();
        match triage(RuleSet::by_version(rules).unwrap(), Schema::current(), &answers(&facts)) {
            Triage::Verdict(verdict) => verdict,
            Triage::Ask(field) => panic!("{} is still asked", field.name),
        }
    }

    #[test]
    fn the_verdict_is_that_of_the_rules() {
        use Advice::{Must, NoNeed, Should};
        for (rules, facts, advice, criteria) in [
            ("2022", ["health-facility", "actual", "", ""], Must, "C1"),
            ("2022", ["laboratory", "degraded", "", ""], Must, "C3"),
            ("2022", ["radiotherapy", "none", "disclosed", ""], Must, "C2"),
            ("2022", ["military-hospital", "none", "none", "yes"], Must, "C5"),
            ("2022", ["medico-social", "potential", "", ""], Must, "C1"),
            ("2017", ["medico-social", "potential", "none", "no"], Should, "C1"),
            ("2022", ["other", "actual", "none", "no"], Should, "C1"),
            ("2022", ["unknown", "actual", "none", "no"], Should, "C1"),
            ("2022", ["health-facility", "unknown", "none", "no"], Should, ""),
            ("2022", ["health-facility", "none", "unknown", "no"], Should, ""),
            ("2022", ["health-facility", "none", "none", "unknown"], Should, ""),
            ("2022", ["health-facility", "none", "none", "no"], NoNeed, ""),
            ("2022", ["other", "none", "none", "no"], NoNeed, ""),
        ] {
            let found = verdict(rules, facts);
            let codes: Vec<&str> = found.criteria.iter().map(|fired| fired.criterion.code()).collect();
            assert_eq!((found.advice, codes.join(" ").as_str()), (advice, criteria), "{rules} {facts:?}");
            assert!(found.article.contains("D. 1111-16-2"));
        }
    }

    #[test]
    fn facts_are_asked_one_after_another_and_at_most_four() {
        for rules in ["2017", "2022"] {
            let rules = RuleSet::by_version(rules).unwrap();
            let mut typed = Typed::new();
            let mut asked = Vec::new();
            while let Triage::Ask(field) = triage(rules, Schema::current(), &accept(&typed)) {
                asked.push(field.name.as_str());
                let least = if field.allows("none") { "none" } else { field.values()[0] };
                let least = if field.allows("no") { "no" } else { least };
                typed.insert(field.name.clone(), vec![least.to_owned()]);
            }
            assert_eq!(asked, ["category", "care", "data_impact", "others_at_risk"]);
        }
    }

    #[test]
    fn what_was_answered_is_carried_over_and_nothing_else() {
        let carried = verdict("2022", ["health-facility", "none", "lost", ""]).carried;
        let names: Vec<&str> = carried.keys().map(String::as_str).collect();
        assert_eq!(names, ["care", "category", "data", "data_impact"]);
        assert_eq!(carried["data"], ["health"]);
        assert!(!verdict("2022", ["other", "none", "none", "no"]).carried.contains_key("data"));
    }

    proptest! {
        /// Whatever is answered, the declaration made of it says what the verdict said.
        #[test]
        fn a_verdict_and_the_declaration_agree(
            category in 0_usize..7, care in 0_usize..5, data in 0_usize..6, others in 0_usize..3,
            rules in prop::sample::select(vec!["2017", "2022"]),
        ) {
            let value = |field: &str, place: usize| {
                let values = Schema::current().field(field).unwrap().values();
                values[place % values.len()].to_owned()
            };
            let facts = [value("category", category), value("care", care), value("data_impact", data), value("others_at_risk", others)];
            let found = verdict(rules, facts.each_ref().map(String::as_str));
            let proposal = RuleSet::by_version(rules).unwrap().propose(&accept(&found.carried));
            prop_assert_eq!(&proposal.criteria, &found.criteria);
            prop_assert!(found.advice == Advice::Must || found.criteria.is_empty() || !RuleSet::by_version(rules).unwrap().covers(&facts[0]));
            prop_assert!((found.advice == Advice::NoNeed) <= found.criteria.is_empty());
        }
    }
}

//! What is told, beside the published figures.

use super::*;

/// Told in this order: the past, the host's outage, the last days, the outage of today.
const ALL: usize = PAST + PROVIDER + LATEST.len() + NATIONAL;

/// As the published figures are, over all that there is: what is told, and by whom.
#[test]
fn sixty_incidents_have_the_shares_of_the_published_figures() {
    let all: Vec<_> = (0..ALL).map(told).collect();
    assert_eq!((all.len(), KINDS.len()), (60, 60));
    let origins = declarations::rules::Schema::current().field("origin").unwrap();
    let share = |is: &dyn Fn(&Story, &str) -> bool| {
        all.iter().filter(|(story, help)| is(story, help)).count() * 100 / all.len()
    };
    let near = |what: &str, found: usize, published: usize, by: usize| {
        assert!(found.abs_diff(published) <= by, "{found} % {what}, {published} % published");
    };
    let malicious = |story: &Story, _: &str| origins.choice(story.1).unwrap().malicious == Some(true);
    near("are attacks", share(&malicious), 55, 5);
    near("are ransomware", share(&|story, _| story.1 == "ransomware"), 5, 1);
    near("are a danger", share(&|story, _| matches!(story.2, "actual" | "potential")), 13, 1);
    near("change nothing of how the facility runs", share(&|story, _| story.3 == "none"), 53, 1);
    near("degrade it", share(&|story, _| story.3 == "degraded"), 32, 1);
    near("touch data", share(&|story, _| story.4 != "none"), 63, 1);
    near("ask for help", share(&|_, help| help != "none"), 29, 1);
    // Of 76 dangers published, five were actual: here one of eight, for the page to have one to show.
    assert_eq!(all.iter().filter(|(story, _)| story.2 == "actual").count(), 1);
    // One or two outages of a provider a year, of ten declarations or more each.
    let served: Vec<_> = (0..ALL).filter_map(provider).collect();
    assert_eq!((served.len(), served.iter().filter(|name| name.starts_with('H')).count()), (20, 10));
    let of = |wanted: &[LegalCategory]| {
        (0..ALL).filter(|place| wanted.contains(&kind(*place))).count() * 100 / ALL
    };
    near("are hospitals", of(&[LegalCategory::HealthFacility, LegalCategory::MilitaryHospital]), 65, 1);
    near("are medico-social", of(&[LegalCategory::MedicoSocial]), 25, 1);
    for once in [LegalCategory::MilitaryHospital, LegalCategory::Radiotherapy, LegalCategory::Other] {
        assert_eq!((0..ALL).filter(|place| kind(*place) == once).count(), 1, "{once:?}");
    }
    assert_eq!(kind(OUT_OF_SCOPE), LegalCategory::Other);
}

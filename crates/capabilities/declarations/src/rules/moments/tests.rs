//! Times as people write them, and what must hold for any text.

use super::*;
use proptest::prelude::*;

fn said(typed: &str, now: &str, zone: &str) -> Result<(String, Precision), &'static str> {
    let now = Instant::from_timestamp(now.parse().unwrap());
    let moment = understand(typed, now, zone)?;
    let local = TimeZone::get(zone).unwrap().to_datetime(moment.at.timestamp());
    Ok((local.strftime("%Y-%m-%d %H:%M").to_string(), moment.precision))
}

#[test]
fn people_are_understood() {
    use Precision::{Day, Minute, Part};
    // A Tuesday, 10:00 in Paris.
    for (typed, expected, precision) in [
        ("9h", "2026-03-10 09:00", Minute),
        ("à 9h15", "2026-03-10 09:15", Minute),
        ("14h", "2026-03-09 14:00", Minute),
        ("2:10", "2026-03-10 02:10", Minute),
        ("2 pm", "2026-03-09 14:00", Minute),
        ("hier soir", "2026-03-09 20:00", Part),
        ("hier vers 22 h", "2026-03-09 22:00", Minute),
        ("Ce matin", "2026-03-10 08:00", Part),
        ("cette nuit", "2026-03-10 02:00", Part),
        ("this night", "2026-03-10 02:00", Part),
        ("yesterday evening", "2026-03-09 20:00", Part),
        ("yesterday at 8pm", "2026-03-09 20:00", Minute),
        ("hier soir 8h", "2026-03-09 20:00", Minute),
        ("aujourd’hui", "2026-03-10 00:00", Day),
        ("avant-hier", "2026-03-08 00:00", Day),
        ("lundi", "2026-03-09 00:00", Day),
        ("mardi matin", "2026-03-10 08:00", Part),
        ("Sunday 23:30", "2026-03-08 23:30", Minute),
        ("27/2", "2026-02-27 00:00", Day),
        ("27/12", "2025-12-27 00:00", Day),
        ("le 27/02/2026 à 14:05", "2026-02-27 14:05", Minute),
        ("27 février 2026 14h05", "2026-02-27 14:05", Minute),
        ("1er mars", "2026-03-01 00:00", Day),
        ("March 3rd", "2026-03-03 00:00", Day),
        ("il y a 2 heures", "2026-03-10 08:00", Minute),
        ("30 minutes ago", "2026-03-10 09:30", Minute),
        ("maintenant", "2026-03-10 10:00", Minute),
        ("2026-03-10T02:10:00+01:00", "2026-03-10 02:10", Minute),
        ("2026-03-10 02:10", "2026-03-10 02:10", Minute),
        ("2026-03-10", "2026-03-10 00:00", Day),
        ("10h02", "2026-03-10 10:02", Minute),
        ("14 h 30", "2026-03-09 14:30", Minute),
        ("2:10 am", "2026-03-10 02:10", Minute),
        ("hier 22h", "2026-03-09 22:00", Minute),
        ("hier à midi", "2026-03-09 12:00", Part),
        ("minuit", "2026-03-10 00:00", Minute),
        ("2h du matin", "2026-03-10 02:00", Minute),
        ("avant hier", "2026-03-08 00:00", Day),
        ("last night", "2026-03-10 02:00", Part),
        ("this morning", "2026-03-10 08:00", Part),
        ("mardi 9h", "2026-03-10 09:00", Minute),
        ("mardi 14h", "2026-03-03 14:00", Minute),
        ("mardi dernier", "2026-03-03 00:00", Day),
        ("lundi dernier", "2026-03-09 00:00", Day),
        ("sam. 8h", "2026-03-07 08:00", Minute),
        ("27 fév. à 14h", "2026-02-27 14:00", Minute),
        ("Feb 27", "2026-02-27 00:00", Day),
        ("27/02/26", "2026-02-27 00:00", Day),
        ("il y a 1h30", "2026-03-10 08:30", Minute),
        ("il y a une demi-heure", "2026-03-10 09:30", Minute),
        ("depuis deux jours", "2026-03-08 10:00", Minute),
        ("depuis 14h", "2026-03-09 14:00", Minute),
        ("depuis 14h30", "2026-03-09 14:30", Minute),
        ("depuis 8h", "2026-03-10 08:00", Minute),
        ("depuis 8 h 30", "2026-03-10 08:30", Minute),
        ("depuis 14 heures", "2026-03-09 14:00", Minute),
        ("depuis 2 heures", "2026-03-10 08:00", Minute),
        ("depuis 2h du matin", "2026-03-10 02:00", Minute),
        ("since 2 hours", "2026-03-10 08:00", Minute),
        ("since 9:30", "2026-03-10 09:30", Minute),
        ("14.30", "2026-03-09 14:30", Minute),
        ("27.2", "2026-02-27 00:00", Day),
        ("depuis hier", "2026-03-09 00:00", Day),
        ("half an hour ago", "2026-03-10 09:30", Minute),
        ("about 3 hours ago", "2026-03-10 07:00", Minute),
    ] {
        assert_eq!(
            said(typed, "2026-03-10T09:00:00Z", "Europe/Paris"),
            Ok((expected.to_owned(), precision)),
            "{typed}"
        );
    }
}

#[test]
fn what_cannot_be_is_said() {
    for (typed, code) in [
        ("", "moment-unreadable"),
        ("bientôt", "moment-unreadable"),
        ("hier à 99h", "moment-unreadable"),
        ("31/2", "moment-impossible"),
        ("le", "moment-unreadable"),
        ("12", "moment-unreadable"),
        ("25:00", "moment-unreadable"),
        ("13 pm", "moment-unreadable"),
        ("3/27", "moment-impossible"),
        ("un jour", "moment-unreadable"),
        ("il y a longtemps", "moment-unreadable"),
        ("32 mars", "moment-impossible"),
    ] {
        assert_eq!(said(typed, "2026-03-10T09:00:00Z", "Europe/Paris"), Err(code), "{typed}");
    }
}

#[test]
fn clock_changes_and_far_zones_are_right() {
    // Paris skips 02:00–03:00 on 29 March 2026, and repeats it on 25 October.
    assert_eq!(said("2h30", "2026-03-29T09:00:00Z", "Europe/Paris").unwrap().0, "2026-03-29 03:30");
    assert_eq!(said("2h30", "2026-10-25T09:00:00Z", "Europe/Paris").unwrap().0, "2026-10-25 02:30");
    assert_eq!(said("hier soir", "2026-03-10T22:00:00Z", "Indian/Reunion").unwrap().0, "2026-03-10 20:00");
}

#[test]
fn what_is_going_on_is_not_put_in_the_future_nor_a_day_back() {
    for (typed, now, expected) in [
        ("cette nuit", "2026-03-10T00:30:00Z", "2026-03-10 01:30"),
        ("ce matin", "2026-03-10T05:00:00Z", "2026-03-10 06:00"),
        ("ce soir", "2026-03-10T17:30:00Z", "2026-03-10 18:30"),
        ("ce soir", "2026-03-10T21:00:00Z", "2026-03-10 20:00"),
        ("hier soir", "2026-03-10T00:30:00Z", "2026-03-09 20:00"),
    ] {
        assert_eq!(said(typed, now, "Europe/Paris").unwrap().0, expected, "{typed} at {now}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".{0,100}") {
        let now = Instant::from_timestamp("2026-03-10T09:00:00Z".parse().unwrap());
        if let Ok(moment) = understand(&text, now, "Europe/Paris") {
            let again = understand(&moment.at.to_string(), now, "Europe/Paris").unwrap();
            prop_assert_eq!(again.at, moment.at);
        }
    }

    /// A time of day alone is within the last day, in any zone, whatever the clocks do.
    #[test]
    fn a_time_of_day_is_the_last_one(minute in 0_i64..1440, hours in 0_i64..20_000, zone in prop::sample::select(vec!["Europe/Paris", "Indian/Reunion", "America/Cayenne", "Pacific/Noumea"])) {
        let now = Instant::from_timestamp("2025-01-01T00:00:00Z".parse().unwrap()).plus_seconds(hours * 3600);
        let at = understand(&format!("{}h{:02}", minute / 60, minute % 60), now, zone).unwrap().at;
        prop_assert!(at <= now.plus_seconds(300) && now.seconds_since(at) <= 25 * 3600, "{at} at {now}");
    }

    /// A moment written as people write it reads back to the minute, but for the hour that a clock change repeats.
    #[test]
    fn a_written_moment_reads_back(minutes in 0_i64..500_000, form in prop::sample::select(vec!["%d/%m/%Y %H:%M", "%d/%m/%Y à %Hh%M", "%-d %B %Y %Hh%M", "%B %-d %Y %-I:%M %p", "%Y-%m-%d %H:%M"])) {
        let at = Instant::from_timestamp("2025-01-01T00:00:00Z".parse().unwrap()).plus_seconds(minutes * 60);
        let now = at.plus_seconds(400 * 24 * 3600);
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let written = paris.to_datetime(at.timestamp()).strftime(form).to_string();
        let read = understand(&written, now, "Europe/Paris").unwrap().at;
        let repeated = at.seconds_since(read) == 3600 && paris.to_datetime(at.timestamp()) == paris.to_datetime(read.timestamp());
        prop_assert!(read == at || repeated, "{written}: {read}, not {at}");
    }
}

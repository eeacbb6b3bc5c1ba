//! Settings as they are given, and what is wrong with them.

use super::*;

fn read(variables: &[(&str, &str)]) -> Result<Settings, Failure> {
    Settings::read(None, variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[test]
fn the_environment_wins_and_the_rest_has_defaults() {
    let settings = read(&[("VIGIE_LISTEN", "127.0.0.1:9"), ("VIGIE_DEMO", "on"), ("PATH", "/bin")]).unwrap();
    assert!(settings.demo);
    assert_eq!(settings.base_url, "http://127.0.0.1:9");
    assert_eq!(settings.database_url(), "sqlite://./data/vigie.db");
}

#[test]
fn terms_are_read_from_the_file_and_the_environment_and_fit_together() {
    let file: Settings =
        toml::from_str("[retention]\nincidents = \"10 years\"\ndrafts = \"7 days\"").unwrap();
    assert_eq!(file.retention.incidents, "10 years".parse().unwrap());
    assert_eq!(file.retention.letters, Terms::default().letters);
    assert!(toml::from_str::<Settings>("[retention]\ntrail = \"1 year\"").is_err());
    let settings = read(&[("VIGIE_RETENTION_GIVEN_UP_JOBS", "2 years")]).unwrap();
    assert_eq!(settings.retention.given_up_jobs, "2 years".parse().unwrap());
    let said = read(&[("VIGIE_RETENTION_INCIDENTS", "1 month")]).unwrap_err().chain();
    assert!(said.contains("given_up_jobs must not be longer"), "{said}");
}

#[test]
fn the_clocks_are_settings() {
    assert_eq!(read(&[]).unwrap().nis2(), Nis2::Nobody);
    assert_eq!(read(&[("VIGIE_DEMO", "on")]).unwrap().nis2(), Nis2::Declared);
    assert_eq!(read(&[("VIGIE_DEMO", "on"), ("VIGIE_NIS2", "off")]).unwrap().nis2(), Nis2::Nobody);
    assert_eq!(read(&[("VIGIE_NIS2", "all")]).unwrap().nis2(), Nis2::Everybody);
    assert!(read(&[("VIGIE_NIS2", "all"), ("VIGIE_RULE_SET", "2017")]).is_err());
    assert!(read(&[("VIGIE_DEMO", "on"), ("VIGIE_RULE_SET", "2017")]).is_ok());
    assert_eq!(read(&[("VIGIE_DELAYS_DANGER_MINUTES", "30")]).unwrap().delays.danger_minutes, 30);
    let file: Settings = toml::from_str("nis2 = \"declared\"\n[delays]\nqualification_days = 2").unwrap();
    assert_eq!((file.nis2(), file.delays.qualification_days), (Nis2::Declared, 2));
    assert!(toml::from_str::<Settings>("[delays]\nlunch_hours = 2").is_err());
}

#[test]
fn every_way_to_say_what_is_logged_is_taken() {
    for log in ["info", "WARN", "off", "web=debug,info", "vigie::serve=trace, warn", "web[request]=debug", ""]
    {
        assert!(read(&[("VIGIE_LOG", log)]).is_ok(), "{log}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_name() {
    for (name, value) in [
        ("VIGIE_LISTEN", "nowhere"),
        ("VIGIE_DEMO", "perhaps"),
        ("VIGIE_BASE_URL", "vigie.example"),
        ("VIGIE_RULE_SET", "2019"),
        ("VIGIE_NIS2", "on"),
        ("VIGIE_DELAYS_DANGER_MINUTES", "0"),
        ("VIGIE_DELAYS_DANGER_MINUTES", "soon"),
        ("VIGIE_DELAYS_TEA_MINUTES", "5"),
        ("VIGIE_ON_CALL_WEBHOOK", "http://10.0.0.1/alarms"),
        ("VIGIE_ON_CALL_WEBHOOK", "ftp://alarms.example"),
        ("VIGIE_OBJECTS_URL", "ftp://x"),
        ("VIGIE_MAIL_FROM", "cellule"),
        ("VIGIE_LOG", "inffo"),
        ("VIGIE_LOG", "web=loud"),
        ("VIGIE_REGISTER_URL", "http://10.0.0.1/finess.csv"),
        ("VIGIE_REGISTER_URL", "finess.csv"),
        ("VIGIE_RETENTION_INCIDENTS", "for ever"),
        ("VIGIE_RETENTION_TRAIL", "1 year"),
        ("VIGIE_LISTN", "127.0.0.1:9"),
    ] {
        let said = read(&[(name, value)]).unwrap_err().chain().to_lowercase();
        assert!(
            said.contains(&value.to_lowercase()) || said.contains(&name.to_lowercase()),
            "{name}: {said}"
        );
    }
}

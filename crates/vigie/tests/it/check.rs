//! `vigie check` names what will not work, before it is needed.

use std::process::Stdio;

use storage::{on_both_engines, testing::TestDatabase};
use tokio::process::Command;

use crate::program::{PATIENCE, program};

async fn checked(mut command: Command) -> (String, String) {
    let ended = tokio::time::timeout(PATIENCE, command.output()).await.expect("it ends").unwrap();
    assert!(!ended.status.success(), "something is to be mended");
    (String::from_utf8(ended.stdout).unwrap(), String::from_utf8(ended.stderr).unwrap())
}

fn with(database: &TestDatabase, settings: &[(&str, &str)]) -> Command {
    let mut command = program(database, &["check"]);
    command.envs(settings.iter().copied());
    command
}

on_both_engines! {
    async fn whoever_cannot_be_told_is_wrong(database) {
        let (said, _) = checked(with(&database, &[("VIGIE_RECIPIENTS_FSSI", "fssi"), ("VIGIE_RECIPIENTS_ANSSI", "a@anssi.example")])).await;
        for words in [
            "WRONG    recipients: \"fssi\" is no address",
            "WRONG    recipients: no address for whoever is on call",
            "WRONG    recipients: no address for DGS / CORRUSS: set corruss under [recipients], or VIGIE_RECIPIENTS_CORRUSS",
            "WRONG    recipients: no address for the agency of 11 Île-de-France, ",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert!(!said.contains("for ANSSI") && !said.contains("ok       recipients"), "{said}");
        let (said, _) = checked(with(&database, &[("VIGIE_DEMO", "on")])).await;
        assert!(said.contains("note     recipients: ") && !said.contains("WRONG    recipients"), "{said}");
    }

    async fn a_setting_that_is_wrong_is_named(database) {
        for (name, value) in [
            ("VIGIE_MAIL_FROM", "cellule"),
            ("VIGIE_SMTP_URL", "smtp://cellule:hush@mail.example?tls=maybe"),
            ("VIGIE_SMTP_URL", "http://cellule:hush@mail.example"),
            ("VIGIE_LOG", "inffo"),
            ("VIGIE_REGISTER_URL", "finess.csv"),
            ("VIGIE_DATABASE_URL", "mysql://vigie:hush@localhost/vigie"),
            ("VIGIE_DATABASE_URL", "postgres://vigie:hush@127.0.0.1:1/vigie"),
        ] {
            let (stdout, stderr) = checked(with(&database, &[(name, value)])).await;
            let said = format!("{stdout}{stderr}");
            assert!(said.contains(name) && !said.contains("hush") && !said.contains("panicked"), "{name}={value}: {said}");
        }
        let (said, _) = checked(with(&database, &[("VIGIE_DATABASE_URL", "mysql://localhost/vigie")])).await;
        assert!(said.contains("mysql: is no database that Vigie knows"), "{said}");
        let (said, _) = checked(with(&database, &[("VIGIE_DATABASE_URL", "postgres://vigie:hush@127.0.0.1:1/vigie")])).await;
        assert!(said.contains("PostgreSQL does not answer at 127.0.0.1:1"), "{said}");
    }

    async fn whoever_reads_may_go_before_the_end(database) {
        let mut command = with(&database, &[]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = tokio::time::timeout(PATIENCE, child.wait_with_output()).await.unwrap().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{said}");
        assert!(said.contains("things to mend") && !said.contains("panicked"), "{said}");
        // Of the schema that is there already, nothing is remarked.
        assert!(!said.contains("already exists"), "{said}");
    }

    async fn the_last_administrator_does_not_go_in_silence(database) {
        for (role, said) in [("administrator", false), ("analyst", false)] {
            let email = format!("{role}@vigie.example");
            let arguments = ["account", "create", "--email", &email, "--name", "Camille Fictif", "--role", role];
            let done = program(&database, &arguments).output().await.unwrap();
            assert!(done.status.success() && !said);
        }
        let ended = |email: &'static str| program(&database, &["account", "disable", email]).output();
        let analyst = ended("analyst@vigie.example").await.unwrap();
        assert!(analyst.status.success() && analyst.stdout.is_empty());
        let last = ended("administrator@vigie.example").await.unwrap();
        let said = String::from_utf8(last.stdout).unwrap();
        assert!(last.status.success() && said.contains("Nobody manages accounts any more"), "{said}");
    }

    async fn what_an_import_refuses_is_a_sentence(database) {
        let refused = |files: &[&str]| {
            let mut command = program(&database, &["import", "facilities"]);
            command.args(files);
            async move {
                let ended = command.output().await.unwrap();
                (ended.status.success(), String::from_utf8(ended.stdout).unwrap() + &String::from_utf8(ended.stderr).unwrap())
            }
        };
        let folder = database.folder();
        let (done, said) = refused(&[folder.join("rien.csv").to_str().unwrap()]).await;
        assert!(!done && said.contains("rien.csv: no such file"), "{said}");
        let file = folder.join("off.csv");
        let head = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,categorie_libelle,commune,code_postal";
        let lines = "019900000,Hôpital de l’Essai,355,01,019980002,C.H.,Bourg,01000\n019900001,Autre,355,01,019980002,C.H.,Bourg,01000";
        std::fs::write(&file, format!("{head}\n{lines}\n")).unwrap();
        let (done, said) = refused(&[file.to_str().unwrap()]).await;
        assert!(done && said.contains("off.csv:3: the check digit of the FINESS number is wrong: 0 expected"), "{said}");
    }
}

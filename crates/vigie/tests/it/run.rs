//! `make run`, from an empty folder to another register: what a reader does first.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use storage::{args, on_both_engines, sql, testing::TestDatabase};
use tokio::process::Command;

use crate::program::{PATIENCE, Served, on, program};

const HEAD: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,categorie_libelle,commune,code_postal";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// `scripts/run.sh` on the program that was built for this test: nothing is built again.
fn run(database: &TestDatabase, register: &[&Path]) -> Command {
    let tools = database.folder().join("tools");
    fs::create_dir_all(&tools).unwrap();
    fs::write(tools.join("cargo"), "#!/bin/sh\nexit 0\n").unwrap();
    fs::set_permissions(tools.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let built = Path::new(env!("CARGO_BIN_EXE_vigie")).parent().and_then(Path::parent).unwrap();
    let mut command = Command::new("bash");
    command.arg(root().join("scripts/run.sh")).args(register);
    on(database, &mut command);
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).env("CARGO_TARGET_DIR", built);
    command
}

async fn count(database: &TestDatabase, statement: &'static storage::Statement) -> i64 {
    let mut unit = database.store.read().await.unwrap();
    unit.one(statement, args![], |row| row.get("count")).await.unwrap()
}

on_both_engines! {
    async fn make_run_starts_again_with_the_register_that_it_is_given(database) {
        let served = Served::by(run(&database, &[])).await;
        served.kill().await;
        let all = sql!("SELECT COUNT(*) AS count FROM incidents");
        let filled = count(&database, all).await;
        let other = database.folder().join("autre.csv");
        let lines = "019900000,Hôpital de l’Essai,355,01,019980002,Centre Hospitalier (C.H.),Bourg-en-Bresse,01000";
        fs::write(&other, format!("{HEAD}\n{lines}\n")).unwrap();

        // What is no register changes nothing, and what to do is said.
        let broken = database.folder().join("faux.csv");
        fs::write(&broken, "x\ny\n").unwrap();
        let ended = tokio::time::timeout(PATIENCE, run(&database, &[&broken]).output()).await.unwrap().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success() && said.contains("stays as it was: 'make run' starts with it"), "{said}");

        let served = Served::by(run(&database, &[&other])).await;
        assert_eq!(served.ask("GET /healthz", "", "").await.unwrap().0, 200);
        served.kill().await;
        let open = sql!("SELECT COUNT(*) AS count FROM facilities WHERE closed_at IS NULL");
        assert_eq!(count(&database, open).await, 1, "the whole register is the one given");
        assert_eq!(count(&database, all).await, filled, "what was declared stays");
        // And with the same again: seconds, and no import.
        let served = Served::by(run(&database, &[&other])).await;
        served.kill().await;
        assert_eq!(count(&database, sql!("SELECT COUNT(*) AS count FROM register_imports")).await, 2);
    }

    async fn a_folder_with_real_accounts_keeps_its_register(database) {
        let mut create = program(
            &database,
            &["account", "create", "--email", "a@vigie.example", "--name", "Camille Fictif", "--role", "administrator"],
        );
        assert!(create.output().await.unwrap().status.success());
        let one = database.folder().join("un.csv");
        fs::write(&one, format!("{HEAD}\n019900000,Hôpital de l’Essai,355,01,019980002,C.H.,Bourg,01000\n")).unwrap();
        let ended = tokio::time::timeout(PATIENCE, run(&database, &[&one]).output()).await.unwrap().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success() && said.contains("holds real accounts"), "{said}");
        assert_eq!(count(&database, sql!("SELECT COUNT(*) AS count FROM register_imports")).await, 0);
    }
}

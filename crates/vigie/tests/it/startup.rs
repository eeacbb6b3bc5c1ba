//! What stands in the way of a start is said in a sentence, with what to do about it (abuse H08).

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use storage::{args, on_both_engines, sql, testing::TestDatabase};
use tokio::process::Command;

use crate::program::{PATIENCE, program};

/// What a command that gives up says: one line after the log, which begins with the name of the program.
async fn refused(mut command: Command) -> String {
    let ended = tokio::time::timeout(PATIENCE, command.output()).await.expect("it ends by itself").unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("vigie: ")).collect();
    assert!(lines.len() == 1 && said.trim_end().ends_with(lines[0]) && !said.contains("panicked"), "{said}");
    lines[0].to_owned()
}

async fn done(mut command: Command) {
    let ended = tokio::time::timeout(PATIENCE, command.output()).await.unwrap().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// The program on that data folder.
fn on_folder(database: &TestDatabase, command: &str, folder: &Path) -> Command {
    let mut program = program(database, &[command]);
    program.env("VIGIE_DATA_DIR", folder);
    program
}

on_both_engines! {
    async fn abuse_h08_a_data_folder_in_which_nobody_writes_is_named(database) {
        let file = database.folder().join("un-fichier");
        fs::write(&file, "x").unwrap();
        // In place of the folder a file, or one that is to hold it; and folders of the system in which not even root writes.
        let folders = [file.clone(), file.join("dedans"), PathBuf::from("/sys"), PathBuf::from("/sys/vigie")];
        for folder in &folders {
            let said = refused(on_folder(&database, "serve", folder)).await;
            for words in ["could not write in the data folder", "give this folder to the user", "VIGIE_DATA_DIR", folder.to_str().unwrap()] {
                assert!(said.contains(words), "{words}: {said}");
            }
        }
        for command in ["work", "migrate", "demo"] {
            assert!(refused(on_folder(&database, command, &file)).await.contains("VIGIE_DATA_DIR"), "{command}");
        }
        let checked = on_folder(&database, "check", &file).output().await.unwrap();
        let said = String::from_utf8(checked.stdout).unwrap();
        assert!(!checked.status.success() && said.contains("WRONG    could not write in the data folder"), "{said}");
        // The database may lie elsewhere.
        let mut elsewhere = program(&database, &["serve"]);
        elsewhere.env("VIGIE_DATABASE_URL", "sqlite:///sys/vigie/vigie.db");
        let said = refused(elsewhere).await;
        assert!(said.contains("could not open the database: /sys/vigie") && said.contains("must be able to write in it"), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "x");
    }

    async fn abuse_h08_a_key_that_is_not_the_one_is_refused_before_anything_is_sealed(database) {
        done(program(&database, &["migrate"])).await;
        let key = database.folder().join("data/secret");
        let own = fs::read(&key).unwrap();
        let put = |bytes: &[u8]| {
            fs::write(&key, bytes).unwrap();
            fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        };
        let serve = || program(&database, &["serve"]);
        let mends = |said: &str| {
            assert!(said.contains(key.to_str().unwrap()), "{said}");
            for words in ["could not open the key file", "VIGIE_SECRET_FILE", "vigie key adopt --reason"] {
                assert!(said.contains(words), "{words}: {said}");
            }
        };
        put(&[7; 32]);
        let said = refused(serve()).await;
        assert!(said.contains("is not the one with which this database was sealed"), "{said}");
        mends(&said);
        fs::remove_file(&key).unwrap();
        let said = refused(serve()).await;
        assert!(said.contains("is not there"), "{said}");
        mends(&said);
        assert!(!key.exists(), "none is made in the place of the one that is to come back");
        put(&own[..20]);
        let said = refused(serve()).await;
        assert!(said.contains("holds 20 bytes and not 32: restore it from a back-up"), "{said}");
        put(&own);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let said = refused(serve()).await;
        assert!(said.contains("can be read by others: run chmod 600 on it"), "{said}");
        put(&own);
        done(program(&database, &["migrate"])).await;

        // Lost for good: what one decides, and the trail says it.
        put(&[7; 32]);
        done(program(&database, &["key", "adopt", "--reason", "Le coffre a brûlé."])).await;
        done(program(&database, &["migrate"])).await;
        put(&own);
        mends(&refused(serve()).await);
        let mut unit = database.store.read().await.unwrap();
        let told = sql!("SELECT detail FROM trail WHERE action = 'key.adopted'");
        let detail: String = unit.one(told, args![], |row| row.get("detail")).await.unwrap();
        assert!(detail.contains("Le coffre a brûlé."), "{detail}");
    }

    async fn abuse_h08_a_newer_schema_is_refused_with_the_way_back(database) {
        let mut unit = database.store.write().await.unwrap();
        let newer = sql!(
            sqlite: "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                     VALUES (9999, 'tomorrow', TRUE, X'00', 0)",
            postgres: "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                       VALUES (9999, 'tomorrow', TRUE, CAST('x' AS bytea), 0)",
        );
        unit.run(newer, args![]).await.unwrap();
        unit.commit().await.unwrap();
        for command in ["serve", "migrate", "demo"] {
            let said = refused(program(&database, &[command])).await;
            for words in ["it has step 9999, of a newer version", "run that version of vigie", "back-up made before the upgrade"] {
                assert!(said.contains(words), "{command}: {words}: {said}");
            }
        }
    }
}

//! The table of rights, printed for people to read and for a test to hold.

use crate::{Permission, Role, holds};

/// The whole table as Markdown: a line a permission, a column a role. `yes` means: as far as the role reaches.
pub fn printed() -> String {
    let mut text = String::from("| permission | anyone | declarant, by code |");
    for role in Role::ALL {
        text.push_str(&format!(" {} |", role.code()));
    }
    text.push_str("\n|---|---|---|");
    text.push_str(&"---|".repeat(Role::ALL.len()));
    for permission in Permission::ALL {
        let anyone = *permission == Permission::DeclarationFile;
        let declarant = matches!(permission, Permission::DeclarationFollow | Permission::DeclarationComplete);
        text.push_str(&format!("\n| {} | {} |", permission.code(), word(anyone)));
        text.push_str(if declarant {
            " own |"
        } else if anyone {
            " yes |"
        } else {
            " · |"
        });
        for role in Role::ALL {
            text.push_str(&format!(" {} |", word(anyone || holds(role, *permission))));
        }
    }
    text.push('\n');
    text
}

const fn word(allowed: bool) -> &'static str {
    if allowed { "yes" } else { "·" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_table_is_the_one_in_the_tree() {
        let document = include_str!("../../../docs/security/rights.md");
        assert!(document.contains(&printed()), "docs/security/rights.md should hold:\n{}", printed());
    }
}

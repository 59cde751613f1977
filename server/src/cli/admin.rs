//! `shanhuo admin …`: what whoever holds the database does from the terminal.

use super::Sentence;
use crate::boot::{Settings, open_existing};
use clap::Subcommand;
use market::account::commands::{GrantRefusal, grant_operator};
use market::kernel::Problem;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Admin {
    /// Makes the person with this e-mail or phone an operator. They sign in with it as everybody does.
    Operator {
        /// Their e-mail or phone.
        address: String,
    },
}

pub async fn run(settings: Settings, command: Admin) -> Result<ExitCode, Sentence> {
    let Admin::Operator { address } = command;
    let opened = open_existing(&settings).await?;
    grant_operator(&opened.market, &address).await.map_err(|problem| match problem {
        Problem::Refused(GrantRefusal::BadContact(_)) => format!("`{address}` is no e-mail address and no phone number."),
        other => format!("{address} was not made an operator: {other}"),
    })?;
    println!("{address} is an operator now.");
    Ok(ExitCode::SUCCESS)
}

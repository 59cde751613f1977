//! Sends letters: by SMTP, or, in a demo, into a folder where they can be read.

use crate::boot::Settings;
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use market::outbox::JobId;
use std::path::PathBuf;
use std::sync::Arc;

/// Where letters go.
#[derive(Clone)]
pub struct Mailer(Arc<Way>);

enum Way {
    Folder(PathBuf),
    Smtp { server: Box<AsyncSmtpTransport<Tokio1Executor>>, from: Mailbox },
}

impl Mailer {
    /// The way that the settings name.
    ///
    /// # Errors
    /// A sentence: no mail server in production, or settings that cannot be read.
    pub fn from_settings(settings: &Settings) -> Result<Self, String> {
        let way = match &settings.smtp {
            Some(url) => {
                let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|error| format!("SHANHUO_SMTP cannot be read: {error}"))?;
                let from =
                    settings.mail_from.parse().map_err(|error| format!("The sender of the mail cannot be read: {error}"))?;
                Way::Smtp { server: Box::new(server.build()), from }
            }
            None if settings.is_production() => return Err("A market for real needs a mail server: set SHANHUO_SMTP.".to_owned()),
            None => {
                let folder = settings.data.join("mail");
                std::fs::create_dir_all(&folder).map_err(|error| format!("The mail folder cannot be made: {error}"))?;
                Way::Folder(folder)
            }
        };
        Ok(Self(Arc::new(way)))
    }

    /// Sends a letter. The id makes a repeated letter the same letter.
    ///
    /// # Errors
    /// What the mail server says; never the address or the text.
    pub async fn send(&self, id: JobId, to: &str, subject: &str, text: &str) -> Result<(), String> {
        match &*self.0 {
            Way::Folder(folder) => {
                let file = folder.join(format!("{id}.eml"));
                let fresh = folder.join(format!("{id}.new"));
                tokio::fs::write(&fresh, format!("To: {to}\r\nSubject: {subject}\r\n\r\n{text}\r\n"))
                    .await
                    .map_err(|error| error.to_string())?;
                tokio::fs::rename(fresh, file).await.map_err(|error| error.to_string())
            }
            Way::Smtp { server, from } => {
                let to: Mailbox =
                    to.parse().map_err(|_| "no e-mail address, and no text message service is set up".to_owned())?;
                let host = from.email.domain().to_owned();
                let message = Message::builder()
                    .from(from.clone())
                    .to(to)
                    .subject(subject)
                    .message_id(Some(format!("<{id}@{host}>")))
                    .header(lettre::message::header::ContentType::TEXT_PLAIN)
                    .body(text.to_owned())
                    .map_err(|error| format!("the letter cannot be written: {error}"))?;
                server
                    .send(message)
                    .await
                    .map(|_| ())
                    .map_err(|error| format!("the mail server did not take the letter: {error}"))
            }
        }
    }
}

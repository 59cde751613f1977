//! What people do with their accounts.

mod allowance;
mod codes;
mod passwords;
mod profile;
mod roles;
mod sessions;
mod sweep;

pub use codes::{Asking, CODE_LIFE, RequestCodeRefusal, SignIn, SignInWithCodeRefusal, request_code, sign_in_with_code};
pub use passwords::{
    SetPasswordRefusal, SignInWithPasswordRefusal, may_set_password, set_first_password, set_password, sign_in_with_password,
};
pub use profile::{RenameRefusal, choose_language, rename};
pub use roles::{GrantRefusal, enrol_person, grant_courier, grant_operator};
pub use sessions::{NewSession, end_all_sessions, end_session, touch_session};
pub use sweep::forget_expired;

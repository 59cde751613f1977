//! What this process has used.

/// Seconds of processor time of all threads, the kernel's included.
pub fn seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Resident memory, told apart into its own and that of mapped files, which the kernel takes back when it needs it.
pub fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse::<f64>().ok());
        kilobytes.unwrap_or(0.0) / 1024.0
    };
    format!(
        "{:.0} MB of its own, {:.0} MB of mapped files, {:.0} MB at most",
        megabytes("RssAnon:"),
        megabytes("RssFile:"),
        megabytes("VmHWM:")
    )
}

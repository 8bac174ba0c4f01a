# What lme4 makes of marks in csv files (team, judge, y, weight): of each the criterion, the median seconds of a fit and the effects,
# a line each with the number of the file in front.
# Rscript lme4.R ROUNDS marks.csv …
suppressMessages(library(lme4))
given <- commandArgs(trailingOnly = TRUE)
rounds <- as.integer(given[1])
tight <- lmerControl(
  optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 10000), calc.derivs = FALSE,
  check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore", check.conv.singular = "ignore"
)
usual <- lmerControl(calc.derivs = FALSE)
formula <- y ~ 1 + (1 | team) + (1 | judge)
for (file in seq_along(given[-1])) {
  marks <- read.csv(given[file + 1], colClasses = c("character", "character", "numeric", "numeric"))
  marks$team <- factor(marks$team)
  marks$judge <- factor(marks$judge)
  took <- c()
  for (round in seq_len(rounds)) {
    took <- c(took, system.time(lmer(formula, marks, control = usual))[["elapsed"]])
  }
  fit <- lmer(formula, marks, weights = weight, control = tight)
  say <- function(kind, names, numbers) cat(sprintf("%d %s %s %.12g\n", file - 1L, kind, names, numbers), sep = "")
  say("criterion", "-", REMLcrit(fit))
  if (rounds > 0) say("seconds", "-", median(took))
  say("mean", "-", fixef(fit)[[1]])
  effects <- ranef(fit)
  say("team", rownames(effects$team), effects$team[, 1])
  say("judge", rownames(effects$judge), effects$judge[, 1])
}

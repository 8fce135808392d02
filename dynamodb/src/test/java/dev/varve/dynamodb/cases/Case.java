package dev.varve.dynamodb.cases;

import java.util.List;

/**
 * A case: steps that run one after the other on a database with its set-up and nothing else.
 *
 * @param file the name of the file it stands in
 * @param line where it stands there; for a row of a table, the row's line
 * @param section the section of the reference that it is about, e.g. {@code 4.2}
 * @param title what it shows
 * @param setUp the same list for all cases that share a set-up
 * @param steps its own steps
 */
record Case(
    String file, int line, String section, String title, List<Step> setUp, List<Step> steps) {
  /** File, line, section and title. */
  String displayName() {
    return file + ":" + line + " " + section + " " + title;
  }
}

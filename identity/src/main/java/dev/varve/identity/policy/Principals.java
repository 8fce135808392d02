package dev.varve.identity.policy;

import java.util.List;

/**
 * Whom a statement of a resource policy is about.
 *
 * @param names ARNs, accounts, or {@code *}
 * @param except whether it is about all others
 */
record Principals(List<String> names, boolean except) {
  Principals {
    names = List.copyOf(names);
  }

  boolean have(Principal principal, boolean allows) {
    boolean named = false;
    for (String name : names) {
      // An account that is named hands on, and so denies all of its principals, or excepts them.
      named |= principal.is(name) || ((!allows || except) && principal.isOfAccount(name));
    }
    return named != except;
  }
}

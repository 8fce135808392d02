/** Makes Java of the service's model: requests, answers, their rules and their JSON. */
module dev.varve.generator {
  requires com.fasterxml.jackson.databind;
}

import { randomInt } from "node:crypto";

/** The first words of drawn names: adjectives. */
export const firstWords = (
  "airy amber ample ashen azure balmy blithe bold brisk bright calm candid cobalt coral cosy crimson crisp dapper deft " +
  "dusky eager early fair fleet fond frosty gentle gilded glad golden grand hazel honest hushed indigo ivory jade jaunty " +
  "jolly keen kind lilac limber lively loyal lucid lucky mellow merry mild misty modest neat nimble noble olive opal " +
  "pearl placid plain plucky polished prim proud quick quiet rosy royal ruby russet rustic scarlet serene sharp silent " +
  "silver sleek smart snug soft spry steady sunny supple swift teal tidy tranquil trim umber velvet vivid warm witty zesty"
).split(" ");

/** The second words of drawn names: fabrics and garments. */
export const secondWords = (
  "apron batik beret blazer blouse bodice bolero bonnet boot brocade calico cambric canvas cape cardigan cashmere " +
  "chambray chiffon chino cloak clog coat collar corduroy cotton cravat cuff damask denim derby dress duffel felt " +
  "flannel fleece frock gabardine gauze gilet gingham glove gown hat hood jacket jersey jumper kilt kimono knit lace " +
  "linen loafer mantle merino mitten moccasin mohair muslin organza oxford parka pinafore plaid poncho poplin " +
  "pullover robe sandal sari sarong sash satin scarf seersucker serge shawl shirt silk skirt slipper smock sneaker " +
  "sock stole suede sweater taffeta tartan toga trouser tulle tunic turban tweed twill vest voile waistcoat wool"
).split(" ");

/** Draws two words, such as `brisk-linen`. The random numbers do not come from the generator of the training. */
export function drawWords(): string {
  return [firstWords, secondWords].map((words) => words[randomInt(words.length)]).join("-");
}

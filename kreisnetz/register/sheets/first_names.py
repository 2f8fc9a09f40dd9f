"""Frequent first names in Germany: only to tell which word of a name comes first, never to tell who somebody is."""

from functools import lru_cache

from kreisnetz.core.names import search_key

_NAMES = """
Aaron Achim Adam Adelheid Adem Agnes Ahmed Ahmet Albert Alexander Alexandra Alfred Ali Alice Alina Amelie Amina Amir Andrea Andreas Andre
Angela Angelika Anita Anja Anke Ann Anna Anne Annegret Anneliese Annemarie Annette Annika Ansgar Anton Antje Arne Arno Arthur Artur Astrid
Axel Ayse Barbara Bastian Beate Beatrice Beatrix Ben Benedikt Benjamin Bernd Bernhard Bert Bettina Bianca Birgit Birgitt Birte Björn Bodo
Boris Brigitte Britta Bruno Burkhard Carina Carl Carla Carmen Carola Carolin Caroline Carsten Catharina Cem Charlotte Chiara Christa
Christel Christian Christiane Christina Christine Christof Christoph Cindy Claas Clara Claudia Claus Clemens Conny Constanze Cordula Corinna
Cornelia Dagmar Daniel Daniela Danny David Deniz Denise Dennis Detlef Detlev Diana Dieter Dietmar Dirk Dominik Doris Dorothea Dorothee Edgar
Edith Eduard Egon Eike Elena Elfriede Elias Elif Elisabeth Elke Ella Ellen Elmar Elsa Elvira Emil Emilia Emily Emine Emma Emre Erhard Eric
Erich Erik Erika Ernst Erwin Esther Eugen Eva Evelin Evelyn Fabian Fatma Felicitas Felix Ferdinand Finn Florian Frank Franz Franziska Fred
Friedrich Fritz Gabi Gabriel Gabriela Gabriele Georg Gerald Gerd Gerda Gerhard Gero Gertrud Gesa Gisela Gottfried Greta Gudrun Guido Gunter
Gunther Günter Günther Hakan Hannah Hanna Hannelore Hannes Hans Harald Harry Hartmut Hasan Hatice Heide Heidi Heidrun Heike Heiko Heiner
Heinrich Heinz Helen Helena Helene Helga Helge Helmut Hendrik Henning Henrik Henry Herbert Heribert Hermann Hilde Hildegard Holger Horst
Hubert Hugo Hussein Ibrahim Ida Ilona Ilse Imke Ina Ines Inge Ingeborg Ingo Ingrid Iris Irena Irene Irina Irmgard Isabel Isabell Isabella
Ismail Ivonne Jacqueline Jakob Jan Jana Janina Janine Jannik Jasmin Jean Jennifer Jens Jessica Jo Joachim Jochen Johann Johanna Johannes
Jonas Jonathan Jörg Jörn Josef Josefine Joseph Joshua Judith Jule Julia Julian Juliane Julius Jürgen Justus Jutta Kai Karen Karim Karin
Karl Karla Karola Karolin Karsten Katharina Kathrin Kati Katja Katrin Kay Kemal Kerstin Kevin Kim Kirsten Klara Klaus Knut Konrad Konstantin
Kristin Kristina Kurt Lara Larissa Lars Laura Lea Lena Leni Leo Leon Leonie Leyla Liane Lia Lilly Lina Linda Lisa Lorenz Lothar Louis Louisa
Luca Lucas Lucia Ludger Ludwig Luis Luisa Luise Lukas Lutz Lydia Magdalena Maik Maike Maja Malte Mandy Manfred Manuel Manuela Marc Marcel
Marco Marcus Maren Margarete Margit Margot Margret Maria Marian Marianne Marie Marina Mario Marion Marius Mark Marko Markus Marlene Marlies
Marta Martha Martin Martina Marvin Matthias Mathias Maurice Max Maximilian Mechthild Mehmet Meike Melanie Melina Melissa Merle Meryem Mia
Michael Michaela Michel Michelle Miriam Mirjam Mirko Mohamed Mohammad Monika Moritz Murat Mustafa Nadine Nadja Natalie Natascha Nele Nicole
Nico Niklas Nils Nina Noah Nora Norbert Nuri Olaf Ole Oliver Olga Oskar Osman Ömer Otto Özlem Pascal Patricia Patrick Paul Paula Pauline
Peer Peggy Petra Peter Philip Philipp Phillip Pia Rainer Ralf Ralph Ramona Raphael Rebecca Rebekka Regina Regine Reiner Reinhard Reinhold
Renate Rene René Richard Rita Robert Robin Roger Roland Rolf Roman Romy Ronald Ronny Rosa Rosemarie Roswitha Rüdiger Rudi Rudolf Ruth Sabine
Sabrina Said Samira Samuel Sandra Sara Sarah Sascha Saskia Sebastian Selin Selma Sibylle Siegfried Sigrid Silke Silvia Simon Simone Sina
Sofia Sofie Sonja Sophia Sophie Stefan Stefanie Steffen Steffi Stella Stephan Stephanie Susann Susanna Susanne Suse Svantje Sven Svenja
Swen Sybille Sylke Sylvia Tabea Tamara Tania Tanja Tatjana Theo Theodor Theresa Theresia Therese Thomas Thorsten Till Tilman Tim Timo Tina
Tobias Tom Torben Torsten Ulf Uli Ulla Ulli Ullrich Ulrich Ulrike Ursel Ursula Uta Ute Uwe Valentin Valentina Vanessa Vera Verena Veronika
Viktor Viktoria Vincent Volker Vivien Waldemar Walter Waltraud Wanda Werner Wiebke Wilfried Wilhelm Willi Wolf Wolfgang Xenia Yannick Yasemin
Yasmin Yusuf Yvonne Zeynep Zoe
"""
_KEYS = frozenset(search_key(name) for name in _NAMES.split())


@lru_cache(maxsize=8192)
def is_first_name(word: str) -> bool:
    """
    >>> is_first_name("Jörg"), is_first_name("Anna-Lena"), is_first_name("A."), is_first_name("Beispiel")
    (True, True, True, False)
    """
    if len(word) == 2 and word[1] == "." and word[0].isupper():
        return True
    parts = search_key(word).split()
    return bool(parts) and parts[0] in _KEYS
